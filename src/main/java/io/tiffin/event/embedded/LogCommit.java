package io.tiffin.event.embedded;

import io.tiffin.event.EventIntake.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a log. It takes what has been queued while the device was busy, writes it as
 * one group, waits for the device once for all of it, and hands it over to be applied.
 */
final class LogCommit {

  private static final Logger LOG = LoggerFactory.getLogger(LogCommit.class);
  private static final int CALLS_WAITING = 1_024;

  /** A group takes no further call once it is this big: bounds memory and the wait. Chosen. */
  private static final int GROUP_BYTES = 4 << 20;

  /** Bytes of events that may wait, in all calls: bounds memory. Chosen. */
  private static final int KILOBYTES_WAITING = 64 << 10;

  /** How often an idle writer looks whether it is to stop. Chosen. */
  private static final int IDLE_MILLIS = 100;

  private final EventLog log;
  private final Next next;
  private final BlockingQueue<Appending> queue = new ArrayBlockingQueue<>(CALLS_WAITING);
  private final Semaphore kilobytes = new Semaphore(KILOBYTES_WAITING);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile String lastFailure = "";

  /** Who goes on with what is durable. */
  @FunctionalInterface
  interface Next {

    /**
     * Takes a group; waits while too many wait.
     *
     * @param upTo where in the log it ends
     */
    void take(List<Appending> group, LogPosition upTo) throws InterruptedException;
  }

  LogCommit(EventLog log, Next next) {
    this.log = log;
    this.next = next;
    thread = Thread.ofPlatform().daemon().name("event-log").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Queues a call's events.
   *
   * @return false if too many wait for so long
   */
  boolean submit(Appending call, Duration patience) throws InterruptedException {
    int weight = weight(call);
    if (!kilobytes.tryAcquire(weight, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    boolean queued = false;
    try {
      queued = queue.offer(call, patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!queued) {
        kilobytes.release(weight);
      }
    }
    return queued;
  }

  private static int weight(Appending call) {
    return Math.min(1 + call.size() / 1_024, KILOBYTES_WAITING);
  }

  /** Why the last group could not be written; empty if it could. */
  String lastFailure() {
    return lastFailure;
  }

  /**
   * Writes what is queued and ends; an interrupt would close the file under the writer. The caller
   * sees to it that nothing is queued any more.
   */
  boolean stop(Duration patience) throws InterruptedException {
    stopping = true;
    return thread.join(patience);
  }

  private void run() {
    try {
      while (!stopping || !queue.isEmpty()) {
        Appending first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          commit(group(first));
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  private List<Appending> group(Appending first) {
    List<Appending> group = new ArrayList<>();
    int bytes = 0;
    for (@Nullable Appending call = first; call != null; ) {
      group.add(call);
      bytes += call.size();
      call = bytes < GROUP_BYTES ? queue.poll() : null;
    }
    return group;
  }

  private void commit(List<Appending> group) throws InterruptedException {
    List<byte[]> events = new ArrayList<>();
    group.forEach(call -> events.addAll(call.bytes()));
    try {
      LogPosition upTo = log.append(events);
      lastFailure = "";
      group.forEach(call -> call.logged().complete(true));
      next.take(group, upTo);
    } catch (IOException | RuntimeException | Error e) { // later calls must find this thread
      refuse(group, e);
    } finally {
      group.forEach(call -> kilobytes.release(weight(call)));
    }
  }

  private void refuse(List<Appending> group, Throwable cause) {
    String reason = "The log of events cannot be written: " + cause.getMessage();
    if (lastFailure.isEmpty()) {
      LOG.warn("{}; events are not accepted until it can", reason, cause);
    }
    lastFailure = reason;
    group.forEach(call -> call.refuse(new Receipt.Unavailable(reason, cause)));
  }
}
