package io.tiffin.registry;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Platform threads, for a native load holds the thread it runs on. */
final class RegistryThreads implements Turns {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryThreads.class);

  /** How long a load or a judgement under way is waited for at the end. Chosen. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ScheduledExecutorService working =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-registry").factory());

  private final ExecutorService gating =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("model-gate").factory());

  @Override
  public void work(Runnable turn) {
    working.execute(turn);
  }

  @Override
  public void gate(Runnable turn) {
    gating.execute(turn);
  }

  @Override
  public void every(Duration pause, Runnable turn) {
    var _ =
        working.scheduleWithFixedDelay(() -> goOn(turn), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A turn that throws would be the last one. */
  private static void goOn(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException | Error broken) {
      LOG.error("The registry of models broke, and goes on", broken);
    }
  }

  @Override
  public void end() {
    gating.shutdownNow();
    working.shutdownNow();
    try {
      boolean ended = working.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (!ended || !gating.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("A model has been loading or judged for {}: it is not waited for", PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
