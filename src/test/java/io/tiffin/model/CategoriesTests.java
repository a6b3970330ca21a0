package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoriesTests {

  /** The buckets that the Python of src/docs/model-bundle.md gives. */
  @ParameterizedTest
  @CsvSource({"thai,8,4", "r-17,4096,697", "ü€😀,4096,607"})
  void aTextHasTheBucketThatPythonGivesIt(String text, int buckets, int bucket) {
    assertThat(Categories.bucket(text, buckets)).isEqualTo(bucket);
  }

  @Test
  void whatIsMissingOrEmptyIsBucketZeroAndNoTextIs() {
    assertThat(Categories.bucket(null, 8)).isZero();
    assertThat(Categories.bucket("", 8)).isZero();
    for (int text = 0; text < 1_000; text++) {
      assertThat(Categories.bucket("r-" + text, 8)).isBetween(1, 7);
    }
  }
}
