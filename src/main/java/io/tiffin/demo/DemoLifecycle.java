package io.tiffin.demo;

import io.tiffin.event.Replay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
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

  private final DemoProperties properties;
  private final DemoCities cities;
  private final InstantSource clock;
  private final CountDownLatch warm = new CountDownLatch(1);
  private @Nullable ScheduledExecutorService threads;

  DemoLifecycle(DemoProperties properties, DemoCities cities, InstantSource clock) {
    this.properties = properties;
    this.cities = cities;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("demo-city-", 1).factory());
    threads = started;
    started.execute(() -> guarded(started, () -> warmUp(started)));
  }

  @Override
  public synchronized void stop() {
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

  /** Before the web server, so that most of the warm-up is over when it listens. */
  @Override
  public int getPhase() {
    return 0;
  }

  /**
   * Waits until live features are there.
   *
   * @return whether they are; false if {@code limit} passed before
   */
  boolean awaitWarm(Duration limit) throws InterruptedException {
    return warm.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void warmUp(ScheduledExecutorService started) {
    Instant now = clock.instant();
    DemoCity present = cities.present(now);
    present.advanceTo(now);
    warm.countDown();
    LOG.info("The demo city's last {} hours are in the store", properties.warmUp().toHours());
    var _ =
        started.scheduleWithFixedDelay(
            () -> guarded(started, () -> present.advanceTo(clock.instant())),
            0,
            properties.interval().toMillis(),
            TimeUnit.MILLISECONDS);
    rememberHistory(started, present, now);
  }

  /** Without a history the city of the present goes on all the same. */
  private void rememberHistory(
      ScheduledExecutorService started, DemoCity present, Instant warmUpEnded) {
    try {
      Replay replay = cities.past(warmUpEnded).catchUpWith(present);
      present.continueWith(replay, clock.instant());
      LOG.info("The demo city's last {} days are in the store", properties.history().toDays());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      present.forget();
      if (!started.isShutdown()) {
        LOG.error(
            "The demo city goes on without its past: features of history stay on parents and"
                + " defaults",
            e);
      }
    }
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
