package io.tiffin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.FeatureName;
import io.tiffin.serving.FreshnessMeters.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshnessMetersTests {

  private static final String CUISINE = "restaurant_profile.cuisine";

  private final ServingFixture city = new ServingFixture();

  @BeforeEach
  void openRestaurant() {
    city.profile("r-1");
  }

  @Test
  void aValueServedIsCountedWithItsAge() {
    assemble(city.order("r-1"));

    assertThat(profiles().fresh()).isPositive();
    assertThat(profiles().outsideMaxAge()).isZero();
    assertThat(profiles().age().count()).isEqualTo(1);
    assertThat(profiles().age().mean(java.util.concurrent.TimeUnit.HOURS)).isEqualTo(24);
  }

  @Test
  void aValueTooOldIsCountedAndItsAgeIsNot() {
    city.load(
        "restaurant_profile",
        "r-old",
        ServingFixture.NOW.minus(Duration.ofDays(4_000)),
        Map.of("cuisine", "thai"));

    assemble(city.order("r-old"));

    assertThat(profiles().fresh()).isZero();
    assertThat(profiles().outsideMaxAge()).isPositive();
    assertThat(profiles().age().count()).isZero();
  }

  @Test
  void aShareIsToldOnceThereAreEnoughValues() {
    assemble(city.order("r-1"));
    boolean early = profiles().recentShareOutsideMaxAge().isPresent();
    for (int i = 0; i < ViewFreshness.FEWEST; i++) {
      assemble(city.order("r-1"));
    }

    assertThat(early).isFalse();
    assertThat(profiles().recentShareOutsideMaxAge()).hasValue(0);
  }

  @Test
  void theShareForgetsWhatWasLongAgo() {
    ViewFreshness view =
        new ViewFreshness(
            city.catalogue.view("restaurant_profile").orElseThrow(),
            new io.micrometer.core.instrument.simple.SimpleMeterRegistry());
    FeatureVector old = vector("r-old-2", Duration.ofDays(4_000));
    FeatureVector fresh = vector("r-new-2", Duration.ofDays(1));
    long now = Instants.micros(ServingFixture.NOW);
    record(view, old, now, 100);

    double before = view.freshness(now).recentShareOutsideMaxAge().orElseThrow();
    record(view, fresh, now + Instants.micros(Duration.ofSeconds(150)), 100);
    double after = view.freshness(now).recentShareOutsideMaxAge().orElseThrow();

    assertThat(before).isEqualTo(1);
    assertThat(after).isZero();
    long idle = now + Instants.micros(Duration.ofSeconds(150 + 121));
    assertThat(view.freshness(idle).recentShareOutsideMaxAge()).isEmpty();
  }

  @Test
  void whatTheCallerGaveIsNotCounted() {
    assemble(city.order("r-none", Map.of(FeatureName.parse(CUISINE), "thai")));

    assertThat(city.freshness.views(ServingFixture.NOW)).isEmpty();
  }

  @Test
  void anOrderThatAsksForATighterMaxAgeIsNotCounted() {
    FeatureRequest order = city.order("r-1");
    assemble(
        new FeatureRequest(
            order.restaurantId(),
            order.dropoff(),
            order.placedAt(),
            order.receivedAt(),
            order.itemsTotal(),
            order.itemsDistinct(),
            order.subtotalCents(),
            order.given(),
            Duration.ofSeconds(1)));

    assertThat(city.freshness.views(ServingFixture.NOW)).isEmpty();
  }

  private void record(ViewFreshness view, FeatureVector vector, long nowMicros, int times) {
    ViewRead read =
        vector.plan().views().stream()
            .filter(each -> each.view().name().equals("restaurant_profile"))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < times; i++) {
      view.record(read, vector, nowMicros);
    }
  }

  private FeatureVector vector(String restaurantId, Duration age) {
    city.load(
        "restaurant_profile",
        restaurantId,
        ServingFixture.NOW.minus(age),
        Map.of("cuisine", "thai"));
    return assemble(city.order(restaurantId));
  }

  private FeatureVector assemble(FeatureRequest order) {
    return city.assembly.assemble(city.plan(CUISINE), List.of(order), city.deadline()).getFirst();
  }

  private Freshness profiles() {
    return city.freshness.views(ServingFixture.NOW).stream()
        .filter(view -> view.view().equals("restaurant_profile"))
        .findFirst()
        .orElseThrow();
  }
}
