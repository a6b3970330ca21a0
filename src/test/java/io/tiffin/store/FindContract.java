package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every source promises of {@link FeatureStore#find}. */
abstract class FindContract extends StoreContract {

  FindContract(Opening opening) {
    super(opening);
  }

  @Test
  void aKeyThatWasNeverWrittenIsAbsentAtRevisionZero() {
    assertThat(find("nobody")).isEqualTo(absent(0));
  }

  @Test
  void aRowComesBackAsItWasWritten() {
    Row row = row("r-1", 7);
    putApplied(row);

    assertHolds(row);
  }

  @Test
  void theSameEntityOfAnotherViewIsAnotherRow() {
    putApplied(row("r-1", 7));

    var elsewhere = new RowKey(key("r-1").view() + "_other", "r-1");

    assertThat(find(List.of(elsewhere), ample())).containsExactly(absent(0));
  }

  @Test
  void outcomesAreInTheOrderOfTheKeys() {
    store.put(List.of(row("a", 1), row("b", 2), row("c", 3)), ample());

    List<Outcome> outcomes =
        find(List.of(key("c"), key("x"), key("a"), key("y"), key("b")), ample());

    assertThat(outcomes.stream().map(FindContract::revisionOf)).containsExactly(3L, 0L, 1L, 0L, 2L);
  }

  @Test
  void aKeyAskedTwiceIsAnsweredTwice() {
    store.put(List.of(row("a", 1), row("b", 2)), ample());

    List<Outcome> outcomes =
        find(List.of(key("a"), key("b"), key("a"), key("none"), key("none")), ample());

    assertThat(outcomes.stream().map(FindContract::revisionOf)).containsExactly(1L, 2L, 1L, 0L, 0L);
  }

  @Test
  void noKeysHaveNoOutcomes() {
    assertThat(find(List.of(), ample())).isEmpty();
  }

  @Test
  void manyKeysAreAnsweredWithOneCall() {
    List<Row> rows = IntStream.range(0, 1_000).mapToObj(i -> row("e" + i, i + 1L)).toList();
    store.put(rows, ample());
    List<RowKey> keys = new ArrayList<>();
    rows.reversed().forEach(row -> keys.addAll(List.of(row.key(), key("not-" + row.revision()))));

    List<Outcome> outcomes = find(keys, ample());

    assertThat(outcomes).hasSize(2_000);
    for (int i = 0; i < outcomes.size(); i++) {
      assertThat(revisionOf(outcomes.get(i))).isEqualTo(i % 2 == 0 ? 1_000L - i / 2 : 0);
    }
  }

  @Test
  void aReadAfterAnAcknowledgedWriteSeesIt() {
    for (int revision = 1; revision <= 50; revision++) {
      Row row = row("r-1", revision);
      putApplied(row);

      assertHolds(row);
    }
  }

  @Test
  void theListOfOutcomesCannotBeChanged() {
    List<Outcome> outcomes = find(List.of(key("a")), ample());

    assertThat(outcomes).isUnmodifiable();
  }

  private static long revisionOf(Outcome outcome) {
    return outcome instanceof Found found ? found.row().revision() : 0;
  }
}
