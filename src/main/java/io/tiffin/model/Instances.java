package io.tiffin.model;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The threads of a model and a runner for each. What is submitted by one of these threads runs on
 * it at once, so that whoever ends a call makes the next one without handing it over.
 */
final class Instances {

  /** One for each thread, since none may be used by two at a time. */
  private final Queue<Runner> idle;

  private final ThreadPoolExecutor threads;

  /**
   * Starts no thread before it is needed.
   *
   * @param runners makes a runner; asked {@code count} times
   */
  Instances(Manifest manifest, int count, Supplier<? extends Runner> runners) {
    idle = new ArrayBlockingQueue<>(count);
    for (int instance = 0; instance < count; instance++) {
      idle.add(runners.get());
    }
    AtomicInteger number = new AtomicInteger();
    String name = "model-" + manifest.name() + "-" + manifest.version() + "-";
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // never longer than the batcher's calls under way
            task -> new InstanceThread(task, name + number.incrementAndGet()));
  }

  /**
   * Does some work with a runner of its own; no more than there are runners at a time.
   *
   * @throws java.util.concurrent.RejectedExecutionException once closed
   */
  <T> CompletionStage<T> submit(Function<Runner, T> work) {
    if (Thread.currentThread() instanceof InstanceThread thread && thread.isOf(this)) {
      return CompletableFuture.completedFuture(withRunner(work));
    }
    return CompletableFuture.supplyAsync(() -> withRunner(work), threads);
  }

  private <T> T withRunner(Function<Runner, T> work) {
    Runner runner = idle.remove();
    try {
      return work.apply(runner);
    } finally {
      idle.add(runner);
    }
  }

  /**
   * Takes no more work, waits for what runs, and closes the runners unless it hangs.
   *
   * @return whether all has ended
   */
  boolean close(Duration patience) {
    threads.shutdown();
    boolean ended;
    try {
      ended = threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      ended = threads.isTerminated();
    }
    if (ended) {
      idle.forEach(Runner::close);
    }
    return ended;
  }

  private final class InstanceThread extends Thread {

    InstanceThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }

    boolean isOf(Instances instances) {
      return instances == Instances.this;
    }
  }
}
