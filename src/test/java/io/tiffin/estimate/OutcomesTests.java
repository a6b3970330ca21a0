package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.RoutingTests.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.event.EventType;
import io.tiffin.event.SampleJourney;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.model.LoadedVersion;
import io.tiffin.serving.OrderJourneys;
import io.tiffin.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTests {

  private final EstimateFixture fixture = new EstimateFixture();
  private final RecentErrors errors = new RecentErrors(fixture.registry);
  private final Outcomes outcomes =
      new Outcomes(
          fixture.parts.recent,
          errors,
          new OrderJourneys(fixture.store::find),
          fixture.parts.ladders::names,
          fixture.registry,
          fixture.clock,
          fixture.ticker);

  /** The fixture's model says 24.1, 31.4, 38.0 and 42.6 minutes. */
  @Test
  void anOrderThatAnAppSaysWasDeliveredIsHeldAgainstItsEstimate() {
    fixture.estimate(order("o-1"));

    assertThat(outcomes.delivered("o-1", after(36))).isTrue();

    LiveError error = errors.of("eta", "3").orElseThrow();
    assertThat(error.orders()).isEqualTo(1);
    assertThat(error.meanAbsoluteMinutes()).isCloseTo(4.6, within(1e-9));
    assertThat(error.biasMinutes()).isCloseTo(4.6, within(1e-9));
    assertThat(gauge("error", Role.STABLE)).isCloseTo(4.6, within(1e-9));
    assertThat(gauge("coverage", Role.STABLE)).isEqualTo(1);
  }

  @Test
  void anEstimateIsFoundByItsOwnIdentifierToo() {
    Estimate estimate = fixture.estimate(order(null));

    assertThat(outcomes.took(estimate.id(), 30)).isTrue();
    assertThat(errors.of("eta", "3").orElseThrow().biasMinutes()).isCloseTo(-1.4, within(1e-9));
  }

  @Test
  void whatHappenedIsCountedOnce() {
    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(outcomes.delivered("o-1", after(36))).isTrue();
    assertThat(outcomes.delivered("o-1", after(36))).isFalse();
    assertThat(outcomes.took(estimate.id(), 30)).isFalse();
    assertThat(outcomes.delivered("o-nobody-asked-about", after(36))).isFalse();
    assertThat(errors.of("eta", "3").orElseThrow().orders()).isEqualTo(1);
  }

  @Test
  void ofAnOrderThatWasAskedAboutTwiceTheLastAnswerCounts() {
    fixture.estimate(order("o-1"));
    fixture.model.saying(1, 20, 30, 40);
    fixture.estimate(order("o-1"));

    outcomes.delivered("o-1", after(22));

    assertThat(errors.of("eta", "3").orElseThrow()).isEqualTo(new LiveError(1, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {-5, 0, 3_000})
  void aDeliveryThatTookNoTimeOrDaysSaysNothing(int minutes) {
    fixture.estimate(order("o-1"));

    assertThat(outcomes.delivered("o-1", after(minutes))).isTrue();
    assertThat(errors.of("eta", "3")).isEmpty();
  }

  @Test
  void deliveredOrdersAreFoundInTheSourceOfTruthOnceTheyAreDue() {
    fixture.estimate(order("o-1"));
    keep(SampleJourney.placed("o-1", NOW).then(EventType.ORDER_DELIVERED, after(33)));

    outcomes.look();
    assertThat(errors.of("eta", "3")).as("not due yet, so nobody looks").isEmpty();

    fixture.clock.advance(Duration.ofMinutes(39));
    outcomes.look();
    assertThat(errors.of("eta", "3").orElseThrow().biasMinutes()).isCloseTo(1.6, within(1e-9));
    assertThat(fixture.parts.recent.size()).isZero();
  }

  @Test
  void timeBetweenTheEstimateAndTheOrderIsNotTheModelsError() {
    fixture.estimate(order("o-1"));
    keep(SampleJourney.placed("o-1", after(7)).then(EventType.ORDER_DELIVERED, after(40)));
    fixture.clock.advance(Duration.ofMinutes(41));

    outcomes.look();

    assertThat(errors.of("eta", "3").orElseThrow().biasMinutes()).isCloseTo(1.6, within(1e-9));
  }

  @Test
  void anOrderThatIsStillOnItsWayIsLookedForAgainEverLaterAndThenGivenUp() {
    fixture.estimate(order("o-1"));
    keep(SampleJourney.placed("o-1", NOW));
    long looks = 0;
    for (int minute = 0; minute < 240; minute++) {
      fixture.clock.advance(Duration.ofMinutes(1));
      long before = fixture.store.finds();
      outcomes.look();
      looks += fixture.store.finds() - before;
    }

    assertThat(looks).isEqualTo(6);
    assertThat(fixture.parts.recent.size()).isZero();
    assertThat(
            fixture
                .registry
                .get("tiffin.outcomes")
                .tags("from", "journey", "matched", "false")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Outcome.Failed.Reason.class)
  void aDeadSourceGivesNoOrderUp(Outcome.Failed.Reason reason) {
    fixture.estimate(order("o-1"));
    fixture.store.failing(reason);
    for (int minute = 0; minute < 240; minute++) {
      fixture.clock.advance(Duration.ofMinutes(1));
      outcomes.look();
    }
    fixture.store.healthy();
    keep(SampleJourney.placed("o-1", NOW).then(EventType.ORDER_DELIVERED, after(33)));
    fixture.clock.advance(Duration.ofMinutes(1));

    outcomes.look();

    assertThat(errors.of("eta", "3").orElseThrow().orders()).isEqualTo(1);
  }

  @Test
  void aCancelledOrderIsForgotten() {
    fixture.estimate(order("o-1"));
    keep(SampleJourney.placed("o-1", NOW).then(EventType.ORDER_CANCELLED, after(10)));
    fixture.clock.advance(Duration.ofMinutes(60));

    outcomes.look();

    assertThat(errors.of("eta", "3")).isEmpty();
    assertThat(fixture.parts.recent.size()).isZero();
  }

  @Test
  void aLookIsOneCallOfTheStoreHoweverManyAreDue() {
    for (int at = 0; at < 250; at++) {
      fixture.estimate(order("o-" + at));
      keep(SampleJourney.placed("o-" + at, NOW).then(EventType.ORDER_DELIVERED, after(33)));
    }
    fixture.clock.advance(Duration.ofMinutes(60));
    long before = fixture.store.finds();

    outcomes.look();

    assertThat(fixture.store.finds() - before).isEqualTo(1);
    assertThat(errors.of("eta", "3").orElseThrow().orders()).isEqualTo(Outcomes.MOST_AT_ONCE);
    outcomes.look();
    outcomes.look();
    assertThat(errors.of("eta", "3").orElseThrow().orders()).isEqualTo(250);
  }

  @Test
  void theShadowAndTheBaselineAreHeldAgainstWhatHappenedToo() throws InterruptedException {
    LoadedVersion shadow = new LoadedVersion(FakeModel.of("eta", "4", 40));
    fixture.serving.serve(FakeServing.shadow(new LoadedVersion(fixture.model), shadow));
    fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();
    fixture.serve(null);
    fixture.estimate(order("o-2"));

    outcomes.delivered("o-1", after(36));
    outcomes.delivered("o-2", after(36));

    assertThat(errors.of("eta", "4").orElseThrow()).isEqualTo(new LiveError(1, 4, -4));
    assertThat(gauge("bias", Role.SHADOW)).isEqualTo(-4);
    assertThat(errors.of("physical", "1")).isPresent();
  }

  private void keep(SampleJourney journey) {
    fixture.store.put(List.of(journey.row()), fixture.deadline());
  }

  private double gauge(String name, Role role) {
    return fixture
        .registry
        .get("tiffin.model.live." + name)
        .tag("role", role.name().toLowerCase(java.util.Locale.ROOT))
        .gauge()
        .value();
  }

  private static Instant after(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }
}
