package io.tiffin.store.rocksdb;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Envelope;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Look-ups that may wait for the disk, on platform threads of their own: a native call holds its
 * carrier, and a disk that hangs must not hang the caller.
 */
final class DiskReads {

  /**
   * A key that is not in memory.
   *
   * @param index its place in the query
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from thread to thread, never compared
  record Wanted(int index, RowKey key, byte[] keyBytes) {}

  /** Where values are; each call may take its time. */
  @FunctionalInterface
  interface Disk {

    /** The bytes under a key; null for nothing. */
    byte @Nullable [] get(byte[] key) throws RocksDBException;
  }

  /** Keys per task: few enough to keep all threads busy with one query. Chosen. */
  private static final int KEYS_PER_TASK = 8;

  private static final int TASKS_WAITING = 1_024;

  private final Disk disk;
  private final Source source;
  private final ThreadPoolExecutor threads;

  DiskReads(Disk disk, Source source, int threads) {
    this.disk = disk;
    this.source = source;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(TASKS_WAITING),
            Thread.ofPlatform().daemon().name("rocksdb-read-", 1).factory());
  }

  /**
   * Reads keys and writes each outcome to its place.
   *
   * @param outcomes places not answered by the deadline are left as they are
   * @throws InterruptedException if the caller was interrupted; places not answered yet are left
   */
  void read(List<Wanted> wanted, Deadline deadline, Outcome[] outcomes)
      throws InterruptedException {
    List<Future<List<Outcome>>> answers = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += KEYS_PER_TASK) {
      int to = Math.min(from + KEYS_PER_TASK, wanted.size());
      answers.add(submit(wanted.subList(from, to), deadline));
    }
    for (int task = 0; task < answers.size(); task++) {
      List<Outcome> answered = await(answers.get(task), deadline);
      for (int i = 0; i < answered.size(); i++) {
        outcomes[wanted.get(task * KEYS_PER_TASK + i).index()] = answered.get(i);
      }
    }
  }

  /** Nothing, if it is late. */
  private List<Outcome> await(Future<List<Outcome>> answer, Deadline deadline)
      throws InterruptedException {
    try {
      return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of();
    } catch (ExecutionException e) {
      throw new AssertionError("reading turns every failure into an outcome", e);
    }
  }

  private Future<List<Outcome>> submit(List<Wanted> wanted, Deadline deadline) {
    try {
      return threads.submit(() -> read(wanted, deadline));
    } catch (RejectedExecutionException e) {
      Outcome failed = new Outcome.Failed(Reason.ERROR, e, source);
      return CompletableFuture.completedFuture(wanted.stream().map(key -> failed).toList());
    }
  }

  /** One outcome per key; those past the deadline are timed out, without a look. */
  private List<Outcome> read(List<Wanted> wanted, Deadline deadline) {
    List<Outcome> outcomes = new ArrayList<>(wanted.size());
    for (Wanted key : wanted) {
      outcomes.add(
          deadline.hasPassed() ? new Outcome.Failed(Reason.TIMED_OUT, null, source) : read(key));
    }
    return outcomes;
  }

  private Outcome read(Wanted wanted) {
    try {
      return outcome(wanted.key(), wanted.keyBytes(), disk.get(wanted.keyBytes()), source);
    } catch (RocksDBException e) {
      return new Outcome.Failed(Reason.ERROR, e, source);
    }
  }

  /** What a look-up answers for the bytes found under its key. */
  static Outcome outcome(RowKey key, byte[] keyBytes, byte @Nullable [] found, Source source) {
    return found == null
        ? new Outcome.Absent(0, source)
        : Envelope.unpack(key, keyBytes, found).outcome(key, source);
  }

  /**
   * Lets what is running end.
   *
   * @return whether it ended within {@code patience}; if not, the database must not be closed
   */
  boolean stop(Duration patience) throws InterruptedException {
    threads.shutdown();
    return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
