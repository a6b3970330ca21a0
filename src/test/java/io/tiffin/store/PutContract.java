package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every source promises of {@link FeatureStore#put}: the highest revision wins. */
abstract class PutContract extends StoreContract {

  PutContract(Opening opening) {
    super(opening);
  }

  @Test
  void aHigherRevisionReplacesTheRow() {
    putApplied(row("r-1", 1));
    Row newer = row("r-1", 2);
    putApplied(newer);

    assertHolds(newer);
  }

  @Test
  void aLowerRevisionChangesNothingAndIsToldWhatStands() {
    Row newer = row("r-1", 5);
    putApplied(newer);

    assertThat(put(row("r-1", 4))).isEqualTo(new Superseded(5));
    assertHolds(newer);
  }

  @Test
  void anEqualRevisionChangesNothing() {
    Row first = row("r-1", 5, new byte[] {1});
    putApplied(first);

    assertThat(put(row("r-1", 5, new byte[] {2}))).isEqualTo(new Superseded(5));
    assertHolds(first);
  }

  @Test
  void revisionsOfAnySizeAreOrderedAsNumbers() {
    long[] revisions = {1, 9, 10, 255, 256, 1L << 31, 1L << 32, 1_764_000_000_000_000L};
    for (long revision : revisions) {
      putApplied(row("r-1", revision));
    }
    Row last = row("r-1", Long.MAX_VALUE);
    putApplied(last);

    assertThat(put(row("r-1", 1_764_000_000_000_000L))).isEqualTo(new Superseded(Long.MAX_VALUE));
    assertHolds(last);
  }

  @Test
  void theHighestRevisionStandsInWhateverOrderTheyCome() {
    var random = new Random(3);
    for (int round = 0; round < 10; round++) {
      String entity = "shuffled-" + round;
      List<Long> revisions = LongStream.rangeClosed(1, 12).boxed().toList();
      List<Long> shuffled = new ArrayList<>(revisions);
      Collections.shuffle(shuffled, random);

      shuffled.forEach(revision -> put(row(entity, revision)));

      assertHolds(row(entity, 12));
    }
  }

  @Test
  void theHighestOfOneCallStandsWhicheverComesFirst() {
    store.put(List.of(row("up", 1), row("up", 3), row("up", 2)), ample());
    store.put(List.of(row("down", 3), row("down", 2), row("down", 1)), ample());

    assertHolds(row("up", 3));
    assertHolds(row("down", 3));
  }

  @Test
  void outcomesAreInTheOrderOfTheRows() {
    putApplied(row("b", 9));

    List<WriteOutcome> outcomes =
        store.put(List.of(row("a", 1), row("b", 4), row("c", 1)), ample());

    assertThat(outcomes).containsExactly(new Applied(), new Superseded(9), new Applied());
  }

  @Test
  void noRowsHaveNoOutcomes() {
    assertThat(store.put(List.of(), ample())).isEmpty();
  }

  @Test
  void manyRowsAreWrittenWithOneCall() {
    List<Row> rows = IntStream.range(0, 3_000).mapToObj(i -> row("bulk-" + i, i + 1L)).toList();

    List<WriteOutcome> outcomes = store.put(rows, ample());

    assertThat(outcomes).hasSize(3_000).containsOnly(new Applied());
    List<Outcome> found = find(rows.stream().map(Row::key).toList(), ample());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(((Outcome.Found) found.get(i)).row().revision()).isEqualTo(i + 1);
    }
  }
}
