package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoLifecycleTests {

  private static final Instant NOW = Instant.parse("2026-11-20T18:30:00Z");

  private final DemoProperties properties =
      new DemoProperties(
          1, 80, 3_000, Duration.ofHours(4), Duration.ofDays(28), Duration.ofMillis(50));

  @Test
  void theCityIsWarmSoonAfterTheStart() throws InterruptedException {
    DemoLifecycle lifecycle = lifecycle();

    lifecycle.start();

    assertThat(lifecycle.awaitWarm(Duration.ofSeconds(30))).isTrue();
    lifecycle.stop();
  }

  @Test
  void stoppingEndsItInTheMiddleOfItsHistory() throws InterruptedException {
    DemoLifecycle lifecycle = lifecycle();
    lifecycle.start();
    lifecycle.awaitWarm(Duration.ofSeconds(30));
    List<Thread> threads = threadsOfTheDemo();
    assertThat(threads).isNotEmpty();

    lifecycle.stop();

    assertThat(lifecycle.isRunning()).isFalse();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @Test
  void aCityThatNeverStartedIsNotWarm() throws InterruptedException {
    assertThat(lifecycle().awaitWarm(Duration.ofMillis(1))).isFalse();
  }

  private static List<Thread> threadsOfTheDemo() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("demo-city-"))
        .toList();
  }

  private DemoLifecycle lifecycle() {
    DemoCities cities =
        new DemoCities(
            properties,
            ProductCatalogue.read(),
            new InMemoryFeatureStore(),
            new Zones(),
            LocalCalendar.withBundledHolidays(),
            new FakeTicker());
    return new DemoLifecycle(properties, cities, InstantSource.fixed(NOW));
  }
}
