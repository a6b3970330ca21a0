package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tiffin.feature.Row;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import org.junit.jupiter.api.Test;

/** What every source promises of {@link FeatureStore#replace}: compare-and-set. */
abstract class ReplaceContract extends StoreContract {

  ReplaceContract(Opening opening) {
    super(opening);
  }

  @Test
  void theRevisionExpectedIsReplaced() {
    putApplied(row("lease", 3));
    Row next = row("lease", 4);

    assertThat(replace(next, 3)).isEqualTo(new Applied());
    assertHolds(next);
  }

  @Test
  void anotherRevisionThanTheOneExpectedStays() {
    Row stored = row("lease", 3);
    putApplied(stored);

    assertThat(replace(row("lease", 9), 2)).isEqualTo(new Superseded(3));
    assertThat(replace(row("lease", 9), 4)).isEqualTo(new Superseded(3));
    assertHolds(stored);
  }

  @Test
  void zeroExpectsThatNothingIsThere() {
    Row first = row("lease", 1);

    assertThat(replace(first, 0)).isEqualTo(new Applied());
    assertThat(replace(row("lease", 2), 0)).isEqualTo(new Superseded(1));
    assertHolds(first);
  }

  @Test
  void nothingIsThereWhereARevisionIsExpected() {
    assertThat(replace(row("lease", 2), 1)).isEqualTo(new Superseded(0));
    assertThat(find("lease")).isEqualTo(absent(0));
  }

  @Test
  void aTombstoneIsExpectedByItsRevision() {
    delete("lease", 5);
    Row next = row("lease", 6);

    assertThat(replace(next, 0)).isEqualTo(new Superseded(5));
    assertThat(replace(next, 5)).isEqualTo(new Applied());
    assertHolds(next);
  }

  @Test
  void aRevisionThatDoesNotGrowIsRefused() {
    Row stored = row("lease", 5);
    putApplied(stored);

    assertThatIllegalArgumentException().isThrownBy(() -> replace(row("lease", 5), 5));
    assertThatIllegalArgumentException().isThrownBy(() -> replace(row("lease", 4), 5));
    assertHolds(stored);
  }
}
