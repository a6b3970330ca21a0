package io.tiffin.estimate;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs what goes on beside estimates: the shadow's thread, and the one that looks for outcomes. */
final class EstimateLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(EstimateLifecycle.class);

  /** Chosen: orders take half an hour. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final ShadowQueue shadows;
  private final Outcomes outcomes;
  private @Nullable Thread shadowing;
  private @Nullable ScheduledExecutorService looking;

  EstimateLifecycle(ShadowQueue shadows, Outcomes outcomes) {
    this.shadows = shadows;
    this.outcomes = outcomes;
  }

  @Override
  @SuppressWarnings(
      "ThreadPriorityCheck") // a hint where the platform heeds it; nothing relies on it
  public synchronized void start() {
    shadowing =
        Thread.ofPlatform()
            .name("shadow")
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .start(this::askShadow);
    looking =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outcomes").daemon().factory());
    var _ =
        looking.scheduleWithFixedDelay(
            this::look, BETWEEN_LOOKS.toNanos(), BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void askShadow() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        shadows.askNext();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("The shadow could not be asked; the next order is", e);
      }
    }
  }

  private void look() {
    try {
      outcomes.look();
    } catch (RuntimeException e) {
      LOG.error("Outcomes could not be looked for; they are again soon", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (shadowing != null) {
      shadowing.interrupt();
      shadowing = null;
    }
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return looking != null;
  }

  /** Stops before the models, whose phase is 0. */
  @Override
  public int getPhase() {
    return 1;
  }
}
