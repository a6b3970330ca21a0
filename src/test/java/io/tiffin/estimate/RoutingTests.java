package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.model.CallWindow;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.ServingVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTests {

  private final EstimateFixture fixture = new EstimateFixture();
  private final FakeModel stable = FakeModel.of("eta", "3", 30);
  private final FakeModel other = FakeModel.of("eta", "4", 40);
  private final LoadedVersion stableVersion = new LoadedVersion(stable);
  private final LoadedVersion otherVersion = new LoadedVersion(other);

  @Test
  void theCanaryAnswersItsShareAndSaysSo() {
    fixture.serving.serve(FakeServing.canary(stableVersion, otherVersion, 30));

    List<Estimate> estimates = fixture.estimate(orders(1_000));

    for (Estimate estimate : estimates) {
      boolean canarys = CanaryShare.has("eta", 30, estimate.order());
      assertThat(estimate.answeredBy())
          .isEqualTo(
              canarys
                  ? new AnsweredBy("eta", "4", Role.CANARY)
                  : new AnsweredBy("eta", "3", Role.STABLE));
      assertThat(estimate.minutes().p50()).isEqualTo(canarys ? 40 : 30);
      assertThat(estimate.degraded()).isFalse();
    }
    assertThat(counted("model", Role.CANARY)).isBetween(250.0, 350.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aMixedBatchIsOneCallOfEachVersionAndAnsweredInOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    fixture.serving.serve(FakeServing.canary(stableVersion, otherVersion, random.nextInt(20, 80)));
    List<PartialOrder> orders = new ArrayList<>();
    for (int at = 0; at < random.nextInt(20, 300); at++) {
      orders.add(order("o-" + random.nextInt(100_000)));
    }

    List<Estimate> estimates = fixture.estimate(orders);

    assertThat(estimates).extracting(Estimate::order).containsExactlyElementsOf(orders);
    assertThat(stable.calls()).hasSize(1);
    assertThat(other.calls()).hasSize(1);
    assertThat(stable.calls().getFirst().rows() + other.calls().getFirst().rows())
        .isEqualTo(orders.size());
  }

  @Test
  void aVersionWithoutOrdersIsNotAsked() {
    fixture.serving.serve(FakeServing.canary(stableVersion, otherVersion, 0));

    fixture.estimate(orders(50));

    assertThat(other.calls()).isEmpty();
    assertThat(stable.calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aCanaryThatFailsIsStoodInForByTheStableVersion(Reason reason) {
    other.failing(reason);
    fixture.serving.serve(FakeServing.canary(stableVersion, otherVersion, 100));

    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(estimate.answeredBy()).isEqualTo(new AnsweredBy("eta", "3", Role.STABLE));
    assertThat(estimate.degraded()).isFalse();
    assertThat(counted(EstimateOutcome.of(reason).name(), Role.STABLE)).isEqualTo(1);
  }

  @Test
  void aSlowCanaryTakesNoTimeFromTheStableVersionsOrders() {
    other.beforeEachCall(deadline -> fixture.waitUpTo(Duration.ofSeconds(10), deadline));
    fixture.serving.serve(FakeServing.canary(stableVersion, otherVersion, 50));

    List<Estimate> estimates = fixture.estimate(orders(100));

    assertThat(estimates)
        .allSatisfy(estimate ->
            assertThat(estimate.answeredBy().role())
                .isEqualTo(
                    CanaryShare.has("eta", 50, estimate.order()) ? Role.FALLBACK : Role.STABLE));
  }

  @Test
  void aBrokenVersionIsStoodInForByThePreviousOneAndTheAnswerSaysSo() {
    stable.failing(Reason.ERROR);
    fixture.serving.serve(FakeServing.previous(stableVersion, otherVersion));

    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(estimate.answeredBy()).isEqualTo(new AnsweredBy("eta", "4", Role.PREVIOUS));
    assertThat(estimate.minutes().p50()).isEqualTo(40);
    assertThat(estimate.degraded()).isTrue();
    assertThat(counted("error", Role.PREVIOUS)).isEqualTo(1);
    assertThat(fixture.store.finds()).as("what was looked up serves both").isLessThanOrEqualTo(2);
  }

  @Test
  void anAnswerThatNobodyBelievesIsStoodInForOrderByOrder() {
    stable.saying(Float.NaN, Float.NaN, Float.NaN, Float.NaN);
    fixture.serving.serve(FakeServing.previous(stableVersion, otherVersion));

    List<Estimate> estimates = fixture.estimate(orders(3));

    assertThat(estimates)
        .allSatisfy(estimate -> assertThat(estimate.answeredBy().role()).isEqualTo(Role.PREVIOUS));
    assertThat(other.calls()).hasSize(1);
    assertThat(stableVersion.calls().reading().failed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"OVERLOADED", "TIMED_OUT"})
  void aCrowdedOrLateVersionIsNotStoodInForByAnotherOnTheSameProcessors(Reason reason) {
    stable.failing(reason);
    fixture.serving.serve(FakeServing.previous(stableVersion, otherVersion));

    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(estimate.answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(other.calls()).isEmpty();
  }

  @Test
  void afterTheDeadlineNoFurtherVersionIsAsked() {
    stable.failing(Reason.ERROR);
    stable.beforeEachCall(_ -> fixture.ticker.advance(Duration.ofSeconds(1)));
    fixture.serving.serve(FakeServing.previous(stableVersion, otherVersion));

    assertThat(fixture.estimate(order("o-1")).answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
    assertThat(other.calls()).isEmpty();
  }

  @Test
  void aPreviousVersionOfOtherFeaturesLooksUpItsOwn() {
    stable.failing(Reason.ERROR);
    FakeModel narrow = FakeModel.of("eta", "1", ONE_FEATURE, 20);
    fixture.serving.serve(FakeServing.previous(stableVersion, new LoadedVersion(narrow)));

    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(estimate.answeredBy()).isEqualTo(new AnsweredBy("eta", "1", Role.PREVIOUS));
    assertThat(narrow.calls().getFirst().floats(0)).hasSize(1);
    assertThat(estimate.asked()).isLessThan(8);
  }

  @Test
  void withNoVersionThatAnswersThePreviousOneDoes() {
    fixture.serving.serve(new ServingVersions("eta", null, null, 0, null, otherVersion));

    assertThat(fixture.estimate(order("o-1")).answeredBy().role()).isEqualTo(Role.PREVIOUS);
  }

  @Test
  void everyCallIsRememberedByItsVersionButThoseOfACrowd() {
    fixture.serve(null);
    fixture.serving.serve(ServingVersions.of("eta", stableVersion));

    stable.beforeEachCall(_ -> fixture.ticker.advance(Duration.ofMillis(7)));
    fixture.estimate(order("o-1"));
    stable.failing(Reason.ERROR);
    fixture.estimate(order("o-1"));
    stable.failing(Reason.TIMED_OUT);
    fixture.estimate(order("o-1"));
    stable.failing(Reason.OVERLOADED);
    fixture.estimate(order("o-1"));

    CallWindow.Reading calls = stableVersion.calls().reading();
    assertThat(calls.ever()).isEqualTo(3);
    assertThat(calls.failed()).isEqualTo(2);
    assertThat(calls.p50Nanos()).isEqualTo(Duration.ofMillis(7).toNanos());
  }

  @Test
  void aModelIsAskedForByNameAndTheFirstAnswersWhoeverAsksForNone() {
    FakeModel express = FakeModel.of("express", "9", 12);
    fixture.serving.serve(ServingVersions.of("eta", stableVersion));
    fixture.serving.serve(ServingVersions.of("express", new LoadedVersion(express)));

    assertThat(fixture.parts.estimator.models()).containsExactly("eta", "express");
    assertThat(ask("express").answeredBy()).isEqualTo(new AnsweredBy("express", "9", Role.STABLE));
    assertThat(ask(null).answeredBy().name()).isEqualTo("eta");
    assertThat(ask("gone").answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
  }

  private Estimate ask(String model) {
    Deadline deadline = fixture.deadline();
    return fixture.parts.estimator.estimate(model, List.of(order("o-1")), NOW, deadline).getFirst();
  }

  private double counted(String outcome, Role role) {
    return fixture
        .registry
        .get("tiffin.estimates")
        .tag("outcome", outcome.toLowerCase(java.util.Locale.ROOT))
        .tag("role", role.name().toLowerCase(java.util.Locale.ROOT))
        .counter()
        .count();
  }

  static final List<InputTensor> ONE_FEATURE =
      List.of(
          new InputTensor(
              "numbers",
              TensorType.FLOAT32,
              List.of(FakeModel.column("request.distance_m", Missing.DEFAULT, 1500.0, null))));

  private static List<PartialOrder> orders(int count) {
    List<PartialOrder> orders = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      orders.add(order("o-" + at));
    }
    return orders;
  }

  static PartialOrder order(String orderId) {
    return new PartialOrder(
        orderId, "r-17", EstimateFixture.DOOR, NOW, null, null, null, Map.of(), 45);
  }
}
