package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.tiffin.health.FreshnessEndpoint.ViewJson;
import io.tiffin.serving.FreshnessMeters.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class FreshnessTests {

  private static final HistogramSnapshot AGES =
      new HistogramSnapshot(
          100,
          0,
          0,
          null,
          new CountAtBucket[] {bucket(1, 50), bucket(5, 90), bucket(60, 100)},
          (out, scale) -> {});

  @Test
  void healthIsUpWhileFewValuesAreTooOld() {
    assertThat(health(OptionalDouble.of(0.05)).getStatus()).isEqualTo(Status.UP);
    assertThat(health(OptionalDouble.empty()).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void healthIsDegradedWhileManyAre() {
    Health health = health(OptionalDouble.of(0.5));

    assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(health.getDetails())
        .containsEntry("restaurant_live", "50 % of the values read are too old");
  }

  @Test
  void theEndpointTellsSharesAndAgesByView() {
    ViewJson view =
        new FreshnessEndpoint(() -> List.of(freshness(OptionalDouble.of(0.5))))
            .freshness()
            .views()
            .getFirst();

    assertThat(view.view()).isEqualTo("restaurant_live");
    assertThat(view.maxAgeMillis()).isEqualTo(300_000);
    assertThat(view.shareOutsideMaxAge()).isEqualTo(0.1);
    assertThat(view.recentShareOutsideMaxAge()).isEqualTo(0.5);
    assertThat(view.ageSeconds().p50()).isEqualTo(1.0);
    assertThat(view.ageSeconds().p95()).isEqualTo(5 + 0.5 * 55);
  }

  @Test
  void quantilesOfNothingAreNone() {
    assertThat(Quantiles.of(HistogramSnapshot.empty(0, 0, 0), TimeUnit.SECONDS).p99()).isNull();
  }

  @Test
  void beyondTheLastBucketAQuantileIsTheMaximum() {
    HistogramSnapshot snapshot =
        new HistogramSnapshot(
            10,
            0,
            TimeUnit.SECONDS.toNanos(90),
            null,
            new CountAtBucket[] {bucket(60, 1)},
            (out, scale) -> {});

    assertThat(Quantiles.of(snapshot, TimeUnit.SECONDS).p99()).isEqualTo(90);
  }

  private static CountAtBucket bucket(long seconds, double count) {
    return new CountAtBucket((double) TimeUnit.SECONDS.toNanos(seconds), count);
  }

  private static Health health(OptionalDouble recent) {
    return new FreshnessHealthIndicator(() -> List.of(freshness(recent)), 0.05).health();
  }

  private static Freshness freshness(OptionalDouble recent) {
    return new Freshness("restaurant_live", Duration.ofMinutes(5), 90, 10, recent, AGES);
  }
}
