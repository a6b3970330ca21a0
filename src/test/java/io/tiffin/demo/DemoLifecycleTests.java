package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRebuild;
import io.tiffin.geo.LocalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DemoLifecycleTests {

  private static final Instant NOW = Instant.parse("2026-11-20T18:30:00Z");

  private final RecordingEvents events = new RecordingEvents();
  private final AtomicLong feedRevision = new AtomicLong();
  private final CountDownLatch remembering = new CountDownLatch(1);

  @Test
  void theCityIsWarmSoonAfterTheStart() throws InterruptedException {
    DemoRun run = run(events);
    DemoLifecycle lifecycle = new DemoLifecycle(run, Duration.ofMillis(50));

    lifecycle.start();

    assertThat(run.awaitWarm(Duration.ofSeconds(30))).isTrue();
    assertThat(lifecycle.isRunning()).isTrue();
    lifecycle.stop();
  }

  @Test
  void stoppingEndsItInTheMiddleOfItsHistory() throws InterruptedException {
    DemoLifecycle lifecycle = new DemoLifecycle(run(this::endless), Duration.ofMillis(50));
    lifecycle.start();
    remembering.await();
    List<Thread> threads = threadsOfTheDemo();
    assertThat(threads).isNotEmpty();

    lifecycle.stop();

    assertThat(lifecycle.isRunning()).isFalse();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  /** The first rebuild is done at once, the second takes until it is interrupted. */
  private EventRebuild.Rebuilt endless(Iterator<? extends Event> past, Instant logFrom) {
    if (events.rebuilds().isEmpty()) {
      return events.rebuild(past, logFrom);
    }
    remembering.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new EventRebuild.Rebuilt.GivenUp("interrupted", null);
  }

  private static List<Thread> threadsOfTheDemo() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("demo-city-"))
        .toList();
  }

  /** Whose feed is written whenever somebody looks. */
  private DemoRun run(EventRebuild rebuild) {
    DemoProperties properties =
        new DemoProperties(
            1, 80, 3_000, Duration.ofHours(4), Duration.ofHours(8), Duration.ofMillis(50));
    return new DemoRun(
        new DemoCities(properties, LocalCalendar.withBundledHolidays()),
        some -> new Receipt.Counted(some.size(), 0, 0),
        rebuild,
        feedRevision::incrementAndGet,
        InstantSource.fixed(NOW));
  }
}
