package io.tiffin.event.embedded;

import io.tiffin.batching.Ticker;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.Step.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that counts what is durable. It answers each call once its events are applied in
 * memory, and commits what many calls changed at once: the log is what a crash is recovered from.
 */
final class Applier {

  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final int GROUPS_WAITING = 16;

  /** Applied events that are committed together at the most: bounds memory. Chosen. */
  private static final int MOST_UNCOMMITTED = 4_000;

  /** How long a change waits for others before it is committed and can be published. Chosen. */
  private static final Duration LINGER = Duration.ofMillis(50);

  private static final Duration RETRY = Duration.ofMillis(250);
  private static final int IDLE_MILLIS = 100;

  /** What the thread is given to do. */
  private sealed interface Work {

    record Group(List<Appending> calls, LogPosition upTo) implements Work {}

    record Task(Runnable task, CompletableFuture<Boolean> done) implements Work {}
  }

  /** Takes the place of the state in use. */
  @FunctionalInterface
  interface Committed {

    /** Told after each commit, by the applying thread. */
    void by(LiveState live);
  }

  private final Ticker ticker;
  private final ApplyMeters meters;
  private final Committed committed;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(GROUPS_WAITING);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile LiveState live;
  private volatile LogPosition applied;
  private long firstUncommittedNanos;
  private volatile String failure = "";

  /**
   * @param live all of the log is applied and committed
   */
  Applier(LiveState live, Ticker ticker, ApplyMeters meters, Committed committed) {
    this.live = live;
    this.ticker = ticker;
    this.meters = meters;
    this.committed = committed;
    applied = live.position();
    thread = Thread.ofPlatform().daemon().name("event-apply").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Queues a group that is durable; waits while others are being applied. */
  void take(List<Appending> group, LogPosition upTo) throws InterruptedException {
    put(new Work.Group(group, upTo));
  }

  /** Runs something between two groups, with all that was applied before it committed. */
  CompletableFuture<Boolean> between(Runnable task) throws InterruptedException {
    Work.Task work = new Work.Task(task, new CompletableFuture<>());
    put(work);
    return work.done;
  }

  private void put(Work work) throws InterruptedException {
    while (!queue.offer(work, IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!thread.isAlive()) {
        throw new IllegalStateException(failure);
      }
    }
  }

  /** The state in use. */
  LiveState live() {
    return live;
  }

  /** Goes on with another state, in a task of {@link #between}. */
  void goOnWith(LiveState other) {
    live = other;
    meters.goOnFrom(other.counts());
  }

  /** Up to where events are applied, in memory at least. */
  LogPosition applied() {
    return applied;
  }

  /** Why events are not applied; empty if they are. */
  String failure() {
    return failure;
  }

  /** Applies what is queued, commits it and ends. Nothing is queued any more. */
  boolean stop(Duration patience) throws InterruptedException {
    stopping.countDown();
    return thread.join(patience);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void run() {
    try {
      while (!isStopping() || !queue.isEmpty()) {
        Work work = queue.poll(waitMillis(), TimeUnit.MILLISECONDS);
        if (work != null) {
          run(work);
        }
        if (isToCommit()) {
          commit();
        }
      }
      commit();
    } catch (InterruptedException e) {
      failure = "the thread that counts events was interrupted";
    } catch (RuntimeException | Error e) { // whatever it is, nothing wrong may be committed
      failure = "Events cannot be counted until a restart: " + e;
      refuseQueued();
      LOG.error("Events are in the log and cannot be counted until a restart", e);
    }
  }

  private void refuseQueued() {
    for (Work work = queue.poll(); work != null; work = queue.poll()) {
      switch (work) {
        case Work.Group group ->
            group
                .calls()
                .forEach(call -> call.receipt().complete(new Receipt.Logged(call.events().size())));
        case Work.Task task -> task.done().complete(false);
      }
    }
  }

  private long waitMillis() {
    return live.uncommitted() == 0
        ? IDLE_MILLIS
        : Math.max(0, (firstUncommittedNanos + LINGER.toNanos() - ticker.nanos()) / 1_000_000);
  }

  private boolean isToCommit() {
    return live.uncommitted() >= MOST_UNCOMMITTED
        || (live.uncommitted() > 0 && ticker.nanos() - firstUncommittedNanos >= LINGER.toNanos());
  }

  private void run(Work work) throws InterruptedException {
    switch (work) {
      case Work.Group(List<Appending> calls, LogPosition upTo) -> {
        long began = ticker.nanos();
        if (live.uncommitted() == 0) {
          firstUncommittedNanos = began;
        }
        calls.forEach(this::apply);
        applied = upTo;
        meters.applied(ticker.nanos() - began, live.counts());
      }
      case Work.Task(Runnable task, CompletableFuture<Boolean> done) -> {
        commit();
        task.run();
        done.complete(true);
      }
    }
  }

  private void apply(Appending call) {
    int accepted = 0;
    int duplicates = 0;
    int late = 0;
    for (Event event : call.events()) {
      Verdict verdict = live.apply(event);
      switch (verdict) {
        case RECORDED -> accepted++;
        case DUPLICATE -> duplicates++;
        case LATE -> late++;
      }
    }
    call.receipt().complete(new Receipt.Counted(accepted, duplicates, late));
  }

  /** A device that takes nothing is tried until it does; meanwhile nothing is applied. */
  private void commit() throws InterruptedException {
    long began = ticker.nanos();
    @Nullable RocksDBException last = null;
    do {
      try {
        live.commit(applied);
        failure = "";
        meters.committed(ticker.nanos() - began);
        committed.by(live);
        return;
      } catch (RocksDBException e) {
        if (last == null) {
          LOG.warn("What events add up to cannot be written; it is tried again", e);
        }
        last = e;
        failure = "What events add up to cannot be written: " + e.getMessage();
      }
    } while (!stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
  }
}
