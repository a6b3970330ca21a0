package io.tiffin.coherence;

import io.tiffin.fixture.Stalls;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** What one process has seen, held against the ledger. Thread-safe. */
final class Sightings {

  private static final long MOST_MICROS = 600_000_000;

  /** Older than this is rare enough to be looked into. Chosen. */
  private static final long OLD_NANOS = 100_000_000;

  private final Stalls stalls = Stalls.watched();
  private final Ledger ledger;
  private final AtomicLongArray highest;
  private final LongAdder reads = new LongAdder();
  private final LongAdder near = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicLong stepsBack = new AtomicLong();
  private final AtomicLong brokenWords = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final LongAccumulator worstNanos = new LongAccumulator(Math::max, 0);
  private final ConcurrentHistogram outdated = new ConcurrentHistogram(MOST_MICROS, 2);
  private final AtomicReference<String> first = new AtomicReference<>("");

  Sightings(Ledger ledger) {
    this.ledger = ledger;
    highest = new AtomicLongArray(ledger.keys());
  }

  /** The highest version that this process has seen: what begins now must not see less. */
  long highest(int key) {
    return highest.get(key);
  }

  /**
   * A version was seen.
   *
   * @param begunNanos before the look-up
   * @param before {@link #highest} before the look-up
   */
  void saw(int key, long version, long begunNanos, long before, boolean nearHit) {
    reads.increment();
    if (nearHit) {
      near.increment();
    }
    long old = ledger.outdatedNanos(key, version, begunNanos);
    if (version < before) {
      stepsBack.incrementAndGet();
      first.compareAndSet("", "key " + key + " went from " + before + " to " + version);
      if (old > 0) {
        brokenWords.incrementAndGet();
      }
    }
    highest.accumulateAndGet(key, version, Math::max);
    if (old > 0) {
      worstNanos.accumulate(unstalled(old, begunNanos));
      outdated.recordValue(Math.min(MOST_MICROS, old / 1_000));
    }
  }

  /** Without the time in which this process stood still, and so could not hear of what is new. */
  private long unstalled(long old, long begunNanos) {
    return old < OLD_NANOS ? old : old - stalls.between(begunNanos - old, begunNanos).toNanos();
  }

  /** Nobody knew. */
  void failed() {
    reads.increment();
    failed.increment();
  }

  /** There was said to be nothing where there has been something all the time. */
  void missing(int key) {
    reads.increment();
    lost.incrementAndGet();
    first.compareAndSet("", "key " + key + " was said to be absent");
  }

  /** Keys looked up, but for those that failed. */
  long answered() {
    return reads.sum() - failed.sum();
  }

  Report report() {
    return new Report(
        reads.sum(),
        near.sum(),
        failed.sum(),
        stepsBack.get(),
        brokenWords.get(),
        lost.get(),
        outdated.getTotalCount(),
        worstNanos.get() / 1_000,
        outdated.getValueAtPercentile(99),
        first.get());
  }
}
