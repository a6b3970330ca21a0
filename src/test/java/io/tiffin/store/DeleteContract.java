package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tiffin.feature.Row;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every source promises of {@link FeatureStore#delete}: nothing resurrects. */
abstract class DeleteContract extends StoreContract {

  DeleteContract(Opening opening) {
    super(opening);
  }

  @Test
  void aDeletedRowIsAbsentAtTheRevisionOfItsDeletion() {
    putApplied(row("r-1", 1));

    assertThat(delete("r-1", 2)).isEqualTo(new Applied());

    assertThat(find("r-1")).isEqualTo(absent(2));
  }

  @Test
  void aKeyThatWasNeverWrittenGetsATombstoneToo() {
    assertThat(delete("nobody", 3)).isEqualTo(new Applied());

    assertThat(find("nobody")).isEqualTo(absent(3));
    assertThat(put(row("nobody", 2))).isEqualTo(new Superseded(3));
  }

  @Test
  void anOlderWriteDoesNotResurrectADeletedRow() {
    putApplied(row("r-1", 1));
    delete("r-1", 5);

    assertThat(put(row("r-1", 4))).isEqualTo(new Superseded(5));
    assertThat(put(row("r-1", 5))).isEqualTo(new Superseded(5));
    assertThat(find("r-1")).isEqualTo(absent(5));
  }

  @Test
  void aNewerWriteBringsTheRowBack() {
    delete("r-1", 5);
    Row newer = row("r-1", 6);

    putApplied(newer);

    assertHolds(newer);
  }

  @Test
  void anOlderDeletionLeavesTheRow() {
    Row row = row("r-1", 5);
    putApplied(row);

    assertThat(delete("r-1", 4)).isEqualTo(new Superseded(5));
    assertThat(delete("r-1", 5)).isEqualTo(new Superseded(5));
    assertHolds(row);
  }

  @Test
  void ofTwoDeletionsTheHigherRevisionStands() {
    delete("r-1", 5);

    assertThat(delete("r-1", 3)).isEqualTo(new Superseded(5));
    assertThat(delete("r-1", 8)).isEqualTo(new Applied());
    assertThat(find("r-1")).isEqualTo(absent(8));
  }

  @Test
  void aDeletionWithoutRevisionIsRefused() {
    Row row = row("r-1", 5);
    putApplied(row);

    assertThatIllegalArgumentException().isThrownBy(() -> delete("r-1", 0));
    assertHolds(row);
  }

  @Test
  void otherRowsStay() {
    Row other = row("r-2", 1);
    store.put(List.of(row("r-1", 1), other), ample());

    delete("r-1", 2);

    assertHolds(other);
  }
}
