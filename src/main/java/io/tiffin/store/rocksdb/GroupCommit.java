package io.tiffin.store.rocksdb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The one writer of a database. It takes what has been queued while the disk was busy, decides each
 * mutation in the order of arrival, writes those that apply as one batch, and waits for the disk
 * once for all of them. One thread decides, so there is nothing to lock, and the caller's thread is
 * never held by the disk.
 */
final class GroupCommit implements Writes {

  private static final int REQUESTS_WAITING = 1_024;

  /** A group takes no further request once it is this big: bounds memory and the wait. Chosen. */
  private static final int GROUP_BYTES = 4 << 20;

  /** Mutations of one call that have not been decided. */
  private record Request(
      List<Mutation> mutations, Deadline deadline, CompletableFuture<List<WriteOutcome>> outcomes) {

    void refuse(String message, @Nullable Throwable cause) {
      outcomes.complete(Writes.refused(mutations, new WriteOutcome.Failed(message, cause)));
    }
  }

  private final Database database;
  private final Volume volume;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(REQUESTS_WAITING);
  private final Thread thread;

  /** Why the last group was refused; empty after a group that was written. */
  private volatile String lastRefusal = "";

  GroupCommit(Database database, Volume volume) {
    this.database = database;
    this.volume = volume;
    this.thread = Thread.ofPlatform().daemon().name("rocksdb-commit").start(this::run);
  }

  @Override
  public Future<List<WriteOutcome>> submit(List<Mutation> mutations, Deadline deadline)
      throws InterruptedException {
    var request = new Request(mutations, deadline, new CompletableFuture<>());
    if (!queue.offer(request, deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
      request.refuse("the queue of writes to " + volume.directory() + " is full", null);
    }
    if (!thread.isAlive()) {
      request.refuse(dead(), null);
    }
    return request.outcomes;
  }

  /** The caller sees to it that nothing is handed over any more. */
  @Override
  public boolean stop(Duration patience) throws InterruptedException {
    thread.interrupt();
    return thread.join(patience);
  }

  @Override
  public String refusal() {
    if (!thread.isAlive()) {
      return dead();
    }
    String now = volume.refusal();
    return now.isEmpty() ? lastRefusal : now;
  }

  private String dead() {
    return "the thread that writes to " + volume.directory() + " has died";
  }

  private void run() {
    try {
      while (true) {
        commitFrom(queue.take());
      }
    } catch (InterruptedException e) {
      commitWhatIsQueued();
    }
  }

  private void commitWhatIsQueued() {
    for (Request first = queue.poll(); first != null; first = queue.poll()) {
      commitFrom(first);
    }
  }

  private void commitFrom(Request first) {
    List<Request> group = group(first);
    try {
      String refusal = volume.refusal();
      if (refusal.isEmpty()) {
        commit(group);
      } else {
        refuse(group, refusal, null);
      }
    } catch (RocksDBException e) {
      refuse(group, volume.explain(e), e);
    } catch (RuntimeException | Error e) { // whatever it is, later writes must find this thread
      refuse(group, "the write to " + volume.directory() + " failed: " + e, e);
    }
  }

  private void refuse(List<Request> group, String refusal, @Nullable Throwable cause) {
    lastRefusal = refusal;
    group.forEach(request -> request.refuse(refusal, cause));
  }

  /** What is queued, in order, up to the bound; requests that are too late are refused here. */
  private List<Request> group(Request first) {
    List<Request> group = new ArrayList<>();
    int bytes = 0;
    for (@Nullable Request next = first; next != null; ) {
      if (next.deadline.hasPassed()) {
        next.refuse("the deadline had passed before the write was begun", null);
      } else {
        group.add(next);
        bytes += next.mutations.stream().mapToInt(Mutation::bytes).sum();
      }
      next = bytes < GROUP_BYTES ? queue.poll() : null;
    }
    return group;
  }

  private void commit(List<Request> group) throws RocksDBException {
    try (var decisions = new Decisions(database)) {
      List<List<WriteOutcome>> outcomes =
          group.stream().map(request -> decisions.decide(request.mutations)).toList();
      decisions.write();
      lastRefusal = "";
      for (int i = 0; i < group.size(); i++) {
        group.get(i).outcomes.complete(outcomes.get(i));
      }
    }
  }
}
