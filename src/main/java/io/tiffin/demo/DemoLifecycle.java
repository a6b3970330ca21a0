package io.tiffin.demo;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the demo city beside the service, on two threads of its own: it starts before the web server
 * and stops after it, and neither waits for it.
 */
final class DemoLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DemoLifecycle.class);
  private static final long STOP_SECONDS = 5;

  private final DemoRun run;
  private final Duration interval;
  private @Nullable ScheduledExecutorService threads;

  DemoLifecycle(DemoRun run, Duration interval) {
    this.run = run;
    this.interval = interval;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("demo-city-", 1).factory());
    threads = started;
    started.execute(() -> guarded(started, () -> begin(started)));
  }

  @Override
  public synchronized void stop() {
    run.stop();
    if (threads != null) {
      threads.shutdownNow();
      awaitEnd(threads);
      threads = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return threads != null;
  }

  /**
   * After the runtime of events and before the web server, so that it is warm when that listens.
   */
  @Override
  public int getPhase() {
    return 0;
  }

  private void begin(ScheduledExecutorService started) {
    run.warmUp();
    var _ =
        started.scheduleWithFixedDelay(
            () -> guarded(started, run::goOn), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    run.remember();
  }

  /** An executor forgets a task that throws; the log does not, unless it is told to stop. */
  private static void guarded(ScheduledExecutorService threads, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (!threads.isShutdown()) {
        LOG.error("The demo city has stopped", e);
      }
      throw e;
    }
  }

  private static void awaitEnd(ScheduledExecutorService threads) {
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("The demo city is still busy after {} s and is left behind", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
