package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.FeatureName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvDatasetTests {

  private static final String ROWS =
      """
      minutes,distance,pizza,salad,day
      20,1.5,1,0,Mon
      25,NA,0,2,Tue
      30,2.5,1,1,"Wed, late"
      35,,2,0,Mon
      40,3.5,0,1,Tue
      """;

  @TempDir private Path directory;

  @BeforeEach
  void writeMapping() throws IOException {
    Files.writeString(
        directory.resolve("mapping.yaml"),
        """
        view: orders
        target: minutes
        numbers:
          distance:
          items: {sum: [pizza, salad]}
        categories: {day: {}}
        wide: [numbers, day]
        """);
  }

  @Test
  void theFirstRowsAreLearntFromAndTheLastReportedOn() throws Exception {
    Split split = read(ROWS, null).split();

    assertThat(split.train().minutes()).containsExactly(20, 25, 30);
    assertThat(split.validation().minutes()).containsExactly(35);
    assertThat(split.test().minutes()).containsExactly(40);
  }

  @Test
  void rolesAreThoseOfTheFileIfThereIsOne() throws Exception {
    Split split = read(ROWS, "row,role\n1,test\n2,train\n3,validation\n4,train\n5,test\n").split();

    assertThat(split.train().minutes()).containsExactly(25, 35);
    assertThat(split.validation().minutes()).containsExactly(30);
    assertThat(split.test().minutes()).containsExactly(20, 40);
  }

  @Test
  void sumsAreAddedUpAndEmptyFieldsAreMissing() throws Exception {
    TrainingRows train = read(ROWS, null).split().train();

    assertThat(train.number(0, 0)).isEqualTo(1.5f);
    assertThat(train.number(1, 0)).isNaN();
    assertThat(train.number(1, 1)).isEqualTo(2);
    assertThat(train.number(2, 1)).isEqualTo(2);
  }

  @Test
  void noTwoTextsShareABucketAndNoneIsThatOfMissingText() throws Exception {
    TrainingRows train = read(ROWS, null).split().train();

    assertThat(train.category(0, 0)).isPositive().isNotEqualTo(train.category(1, 0));
    assertThat(train.category(2, 0))
        .isPositive()
        .isNotIn(train.category(0, 0), train.category(1, 0));
  }

  @Test
  void samplesCarryWhatIsKnownAndTheLabel() throws Exception {
    Dataset dataset = read(ROWS, null);

    assertThat(dataset.usualSamples()).hasSize(1);
    assertThat(dataset.usualSamples().getFirst().minutes()).isEqualTo(40);
    assertThat(dataset.usualSamples().getFirst().features())
        .containsEntry(new FeatureName("orders", "distance"), 3.5)
        .containsEntry(new FeatureName("orders", "items"), 1.0)
        .containsEntry(new FeatureName("orders", "day"), "Tue");
  }

  @Test
  void aTextAmongNumbersIsRefusedWithItsLineAndColumn() {
    assertRefused(
        ROWS.replace("30,2.5", "30,far"),
        "orders.csv line 4: distance is 'far', expected a number");
  }

  @Test
  void aLabelThatIsNoDurationIsRefusedWithItsLine() {
    assertRefused(ROWS.replace("35,", "-1,"), "orders.csv line 5: minutes is -1.0");
    assertRefused(ROWS.replace("35,", ","), "orders.csv line 5: minutes is NaN");
  }

  @Test
  void aColumnThatIsNotThereIsRefusedWithThoseThatAre() {
    assertRefused(
        ROWS.replace("salad", "soup"), "has no column 'salad'; it has [minutes, distance");
  }

  @Test
  void aLineWithAFieldTooManyIsRefused() {
    assertRefused(ROWS + "1,2,3,4,5,6\n", "orders.csv line 7: has 6 fields, the header has 5");
  }

  @Test
  void aRoleThatIsNotKnownIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read(ROWS, "row,role\n1,train\n2,exam\n"))
        .isInstanceOf(TrainingInputException.class)
        .hasMessageContaining("split.csv line 3");
  }

  private void assertRefused(String csv, String message) {
    assertThatThrownBy(() -> read(csv, null))
        .isInstanceOf(TrainingInputException.class)
        .hasMessageContaining(message);
  }

  private Dataset read(String csv, @Nullable String roles)
      throws IOException, TrainingInputException {
    Path file = Files.writeString(directory.resolve("orders.csv"), csv);
    Path split = roles == null ? null : Files.writeString(directory.resolve("split.csv"), roles);
    return CsvDataset.read(file, CsvMapping.read(directory.resolve("mapping.yaml")), split);
  }
}
