package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.Outcome.Found;
import io.tiffin.store.WriteOutcome.Applied;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every source promises when many threads write the same keys. */
abstract class ConcurrencyContract extends StoreContract {

  private static final int THREADS = 8;

  ConcurrencyContract(Opening opening) {
    super(opening);
  }

  @Test
  void ofThreadsThatExpectTheSameRevisionExactlyOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String lease = "lease-" + round;
      putApplied(row(lease, 1));

      List<WriteOutcome> outcomes =
          Together.run(THREADS, thread -> store.replace(row(lease, 2L + thread), 1, ample()));

      assertThat(outcomes).filteredOn(new Applied()::equals).hasSize(1);
      long winner = 2L + outcomes.indexOf(new Applied());
      assertThat(outcomes)
          .filteredOn(outcome -> !outcome.equals(new Applied()))
          .containsOnly(new WriteOutcome.Superseded(winner));
      assertHolds(row(lease, winner));
    }
  }

  @Test
  void ofThreadsThatExpectNothingExactlyOneWins() throws Exception {
    List<WriteOutcome> outcomes =
        Together.run(THREADS, thread -> store.replace(row("first", 1L + thread), 0, ample()));

    assertThat(outcomes).filteredOn(new Applied()::equals).hasSize(1);
    assertHolds(row("first", 1L + outcomes.indexOf(new Applied())));
  }

  @Test
  void countersKeptByCompareAndSetLoseNoIncrement() throws Exception {
    int increments = 10;

    Together.run(
        THREADS,
        thread -> {
          for (int i = 0; i < increments; i++) {
            increment();
          }
          return true;
        });

    assertHolds(row("counter", (long) THREADS * increments));
  }

  private void increment() {
    WriteOutcome outcome;
    do {
      long before = find("counter") instanceof Found found ? found.row().revision() : 0;
      outcome = replace(row("counter", before + 1), before);
    } while (!outcome.equals(new Applied()));
  }

  @Test
  void theHighestRevisionOfAllThreadsStands() throws Exception {
    int each = 25;

    Together.run(
        THREADS,
        thread -> {
          for (int i = 0; i < each; i++) {
            long revision = 1L + (long) i * THREADS + thread;
            store.put(List.of(row("x", revision), row("y", revision)), ample());
          }
          return true;
        });

    assertHolds(row("x", (long) each * THREADS));
    assertHolds(row("y", (long) each * THREADS));
  }

  @Test
  void readersNeverSeeARowGoBack() throws Exception {
    int writes = 200;

    List<Boolean> monotone =
        Together.run(THREADS, thread -> thread == 0 ? write(writes) : neverGoesBack(writes));

    assertThat(monotone).containsOnly(true);
  }

  private boolean write(int writes) {
    for (int revision = 1; revision <= writes; revision++) {
      put(row("rising", revision));
    }
    return true;
  }

  private boolean neverGoesBack(int last) {
    long seen = 0;
    while (seen < last) {
      long now = find("rising") instanceof Found found ? found.row().revision() : 0;
      if (now < seen) {
        return false;
      }
      seen = now;
    }
    return true;
  }
}
