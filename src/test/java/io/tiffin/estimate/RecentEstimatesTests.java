package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.RoutingTests.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentEstimatesTests {

  private static final int PLACES = 100;

  private final EstimateFixture fixture = new EstimateFixture();
  private final RecentEstimates recent = new RecentEstimates(PLACES);

  /** An hour in which ten times as many orders are estimated as there are places. */
  @Test
  void inARushThoseThatAreRememberedStayUntilTheirOrdersArrive() {
    int arrived = 0;
    for (int at = 0; at < 10 * PLACES; at++) {
      recent.add(estimate("o-" + at), "eta");
      if (at >= 5 * PLACES) {
        arrived += recent.takeOrder("o-" + (at - 5 * PLACES), List.of("eta")).size();
      }
    }

    assertThat(arrived).isGreaterThan(PLACES / 2);
    assertThat(recent.size()).isLessThanOrEqualTo(PLACES);
  }

  /** What a queue of the last ones would have found: nothing. */
  @Test
  void aQueueOfTheLastOnesWouldHaveForgottenAllOfThem() {
    Deque<String> last = new ArrayDeque<>();
    int arrived = 0;
    for (int at = 0; at < 10 * PLACES; at++) {
      last.addLast("o-" + at);
      if (last.size() > PLACES) {
        last.removeFirst();
      }
      if (at >= 5 * PLACES) {
        arrived += last.remove("o-" + (at - 5 * PLACES)) ? 1 : 0;
      }
    }

    assertThat(arrived).isZero();
  }

  @Test
  void onesThatNameNoOrderMakeRoom() {
    for (int at = 0; at < 3 * PLACES; at++) {
      assertThat(recent.add(estimate(null), "eta")).isNotNull();
    }
    for (int at = 0; at < PLACES; at++) {
      assertThat(recent.add(estimate("o-" + at), "eta")).isNotNull();
    }

    assertThat(recent.add(estimate("o-one-more"), "eta")).isNull();
    assertThat(recent.size()).isEqualTo(PLACES);
  }

  @Test
  void anOrderOfTwoModelsIsRememberedForBoth() {
    recent.add(estimate("o-1"), "eta");
    recent.add(estimate("o-1"), "express");

    assertThat(recent.takeOrder("o-1", List.of("eta", "express"))).hasSize(2);
    assertThat(recent.size()).isZero();
  }

  @Test
  void everyOneThatIsDueHasItsTurn() {
    for (int at = 0; at < 10; at++) {
      recent.add(estimate("o-" + at), "eta");
    }
    Instant later = NOW.plus(Duration.ofHours(1));

    List<RecentEstimate> first = recent.due(later, 6);
    first.forEach(each -> recent.postpone(each, later.plusSeconds(30)));

    assertThat(first).hasSize(6);
    assertThat(recent.due(later, 6)).hasSize(4).doesNotContainAnyElementsOf(first);
    assertThat(recent.due(later.plusSeconds(30), 100)).hasSize(10);
  }

  @Test
  void withoutPlacesNothingIsRemembered() {
    RecentEstimates none = new RecentEstimates(0);

    assertThat(none.add(estimate("o-1"), "eta")).isNull();
    assertThat(none.due(NOW.plus(Duration.ofDays(1)), 10)).isEmpty();
  }

  @Test
  void errorsAreToldOfTheLastOrdersAndOfSoManyVersionsAndTheirMetersWithThem() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RecentErrors errors = new RecentErrors(registry);
    DeliveryMinutes said = new DeliveryMinutes(20, 30, 35, 40);
    for (int version = 1; version <= 200; version++) {
      AnsweredBy by = new AnsweredBy("eta", "" + version, AnsweredBy.Role.STABLE);
      for (int order = 0; order < ErrorWindow.ORDERS + 10; order++) {
        errors.record(by, said, order < 10 ? 1_000 : 33);
      }
    }

    assertThat(errors.of("eta", "200").orElseThrow().meanAbsoluteMinutes()).isEqualTo(3);
    assertThat(errors.of("eta", "1")).isEmpty();
    assertThat(registry.getMeters()).hasSize(32 * 4);
  }

  private Estimate estimate(String orderId) {
    return fixture.estimate(order(orderId));
  }
}
