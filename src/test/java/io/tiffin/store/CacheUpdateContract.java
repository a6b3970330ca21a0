package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.store.WriteOutcome.Failed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every remote cache promises of {@link RowCache#update}: it never goes back. */
abstract class CacheUpdateContract extends CacheContract {

  CacheUpdateContract(Opening opening) {
    super(opening);
  }

  @Test
  void aHigherRevisionReplacesTheRow() {
    update(row("r-1", 1));
    Row newer = row("r-1", 2);
    update(newer);

    assertHolds(newer);
  }

  @Test
  void aLowerRevisionChangesNothing() {
    Row newer = row("r-1", 5);
    update(newer);

    update(row("r-1", 4));

    assertHolds(newer);
  }

  @Test
  void anEqualRevisionChangesNothing() {
    Row first = row("r-1", 5, new byte[] {1});
    update(first);

    update(row("r-1", 5, new byte[] {2}));

    assertHolds(first);
  }

  @Test
  void revisionsOfAnySizeAreOrderedAsNumbers() {
    long[] revisions = {1, 9, 10, 255, 256, 1L << 31, 1L << 32, 1_764_000_000_000_000L, 1L << 53};
    for (long revision : revisions) {
      update(row("r-1", revision));

      assertHolds(row("r-1", revision));
    }
    Row last = row("r-1", Long.MAX_VALUE);
    update(last);
    update(row("r-1", Long.MAX_VALUE - 1));

    assertHolds(last);
  }

  @Test
  void theHighestRevisionStandsInWhateverOrderTheyCome() {
    var random = new Random(3);
    for (int round = 0; round < 10; round++) {
      String entity = "shuffled-" + round;
      List<Long> revisions = new ArrayList<>(LongStream.rangeClosed(1, 12).boxed().toList());
      Collections.shuffle(revisions, random);

      revisions.forEach(revision -> update(row(entity, revision)));

      assertHolds(row(entity, 12));
    }
  }

  @Test
  void theHighestOfOneCallStandsWhicheverComesFirst() {
    cache.update(standings("up", 1, 3, 2), ample());
    cache.update(standings("down", 3, 2, 1), ample());

    assertHolds(row("up", 3));
    assertHolds(row("down", 3));
  }

  private List<Standing> standings(String entity, long... revisions) {
    return LongStream.of(revisions)
        .<Standing>mapToObj(revision -> new Standing.Present(row(entity, revision)))
        .toList();
  }

  @Test
  void theRevisionThatIsToldToStandIsTheOneThatStands() {
    update(row("r-1", 5));

    WriteOutcome outcome =
        cache.update(List.of(new Standing.Present(row("r-1", 4))), ample()).getFirst();

    if (outcome instanceof WriteOutcome.Superseded(long stored)) {
      assertThat(stored).isEqualTo(5);
    }
  }

  @Test
  void anAbsenceReplacesTheRow() {
    update(row("r-1", 5));

    update(absent("r-1", 6));

    assertThat(find("r-1")).isEqualTo(absence(6));
  }

  @Test
  void anOlderUpdateDoesNotResurrectADeletedRow() {
    update(row("r-1", 5));
    update(absent("r-1", 6));

    update(row("r-1", 5));
    update(row("r-1", 6));

    assertThat(find("r-1")).isEqualTo(absence(6));
  }

  @Test
  void anOlderAbsenceLeavesTheRow() {
    Row row = row("r-1", 5);
    update(row);

    update(absent("r-1", 4));

    assertHolds(row);
  }

  @Test
  void aNewerRowReplacesAnAbsence() {
    update(absent("r-1", 6));
    Row newer = row("r-1", 7);

    update(newer);

    assertHolds(newer);
  }

  @Test
  void whatIsOlderThanWhatStandsAtLeastIsRemoved() {
    update(row("r-1", 5));
    update(absent("r-2", 5));

    update(atLeast("r-1", 6));
    update(atLeast("r-2", 6));

    assertMissed("r-1");
    assertMissed("r-2");
  }

  @Test
  void whatIsNotOlderThanWhatStandsAtLeastStays() {
    Row row = row("r-1", 5);
    update(row);

    update(atLeast("r-1", 5));
    update(atLeast("r-1", 4));
    update(atLeast("r-1", 0));

    assertHolds(row);
  }

  @Test
  void whatStandsAtLeastCanBeToldOfAKeyThatIsNotHeld() {
    update(atLeast("r-1", 5));

    assertMissed("r-1");
    update(row("r-1", 5));
    assertHolds(row("r-1", 5));
  }

  @Test
  void outcomesAreInTheOrderOfTheChanges() {
    update(row("b", 9));

    List<WriteOutcome> outcomes =
        cache.update(
            List.of(
                new Standing.Present(row("a", 1)),
                new Standing.Present(row("b", 4)),
                atLeast("c", 1),
                absent("d", 2)),
            ample());

    assertThat(outcomes).hasSize(4).noneMatch(Failed.class::isInstance);
    assertHolds(row("a", 1));
    assertHolds(row("b", 9));
    assertMissed("c");
    assertThat(find("d")).isEqualTo(absence(2));
  }

  @Test
  void noChangesHaveNoOutcomes() {
    assertThat(cache.update(List.of(), ample())).isEmpty();
  }

  @Test
  void manyChangesAreTakenWithOneCall() {
    List<Standing> changes =
        IntStream.range(0, 2_000)
            .<Standing>mapToObj(i -> new Standing.Present(row("bulk-" + i, i + 1L)))
            .toList();

    List<WriteOutcome> outcomes = cache.update(changes, ample());

    assertThat(outcomes).hasSize(2_000).noneMatch(Failed.class::isInstance);
    List<CacheRead> reads = cache.find(changes.stream().map(Standing::key).toList(), ample());
    for (int i = 0; i < reads.size(); i++) {
      assertThat(revisionOf(reads.get(i))).isEqualTo(i + 1);
    }
  }
}
