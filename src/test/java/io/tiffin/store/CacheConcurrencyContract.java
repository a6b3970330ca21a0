package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.store.RowCache.Lease;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every remote cache promises when many threads use the same keys. */
abstract class CacheConcurrencyContract extends CacheContract {

  private static final int THREADS = 8;
  private static final int ROUNDS = 40 * Integer.getInteger("tiffin.test.scale", 1);

  CacheConcurrencyContract(Opening opening) {
    super(opening);
  }

  @Test
  void ofThreadsThatMissTheSameKeyExactlyOneGetsTheLease() throws Exception {
    for (int round = 0; round < 10; round++) {
      String entity = "missed-" + round;

      List<Lease> leases = Together.run(THREADS, _ -> lease(entity));

      assertThat(leases).filteredOn(Lease::granted).hasSize(1);
    }
  }

  @Test
  void theHighestRevisionOfAllThreadsStands() throws Exception {
    int each = 25;

    Together.run(
        THREADS,
        thread -> {
          for (int i = 0; i < each; i++) {
            long revision = 1L + (long) i * THREADS + thread;
            cache.update(
                List.of(
                    new Standing.Present(row("x", revision)),
                    new Standing.Present(row("y", revision))),
                ample());
          }
          return true;
        });

    assertHolds(row("x", (long) each * THREADS));
    assertHolds(row("y", (long) each * THREADS));
  }

  @Test
  void readersNeverSeeARowGoBack() throws Exception {
    var written = new AtomicBoolean();

    List<Boolean> monotone =
        Together.run(THREADS / 2, thread -> thread == 0 ? write(written) : neverGoesBack(written));

    assertThat(monotone).containsOnly(true);
  }

  private boolean write(AtomicBoolean written) {
    for (int revision = 1; revision <= 200; revision++) {
      update(row("rising", revision));
      update(row("rising", Math.max(1, revision - 3)));
    }
    written.set(true);
    return true;
  }

  private boolean neverGoesBack(AtomicBoolean written) {
    long seen = 0;
    while (!written.get()) {
      long now = revisionOf(find("rising"));
      if (now < seen && now >= 0) {
        return false;
      }
      seen = Math.max(now, seen);
    }
    return true;
  }

  /** Readers that miss and fill in what they read, while a writer goes on. */
  @Test
  void noReaderFillsInWhatWasOlderThanTheLastWrite() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String entity = "raced-" + round;
      var source = new AtomicLong(1);
      Standing newer = round % 2 == 0 ? atLeast(entity, 2) : absent(entity, 2);

      Together.run(
          4,
          thread -> {
            if (thread == 0) {
              source.set(2);
              update(newer);
            } else {
              readThrough(entity, source);
            }
            return true;
          });

      assertThat(revisionOf(find(entity))).isIn(-1L, 2L);
    }
  }

  private void readThrough(String entity, AtomicLong source) {
    Lease lease = lease(entity);
    long read = source.get();
    for (int i = 0; i < 20_000 && source.get() == read; i++) {
      Thread.onSpinWait(); // so that the write comes in between
    }
    if (lease.granted()) {
      fill(lease, row(entity, read));
    }
  }
}
