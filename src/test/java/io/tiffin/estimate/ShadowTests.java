package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.RoutingTests.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.search.Search;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowTests {

  private static final int ROOM = 64; // as the fixture's properties say

  private final EstimateFixture fixture = new EstimateFixture();
  private final FakeModel stable = FakeModel.of("eta", "3", 30);
  private final FakeModel shadow = FakeModel.of("eta", "4", 42);
  private final LoadedVersion shadowVersion = new LoadedVersion(shadow);

  @BeforeEach
  void serve() {
    fixture.serving.serve(FakeServing.shadow(new LoadedVersion(stable), shadowVersion));
  }

  @Test
  void theShadowIsAskedAfterTheAnswerAndItsMedianIsCompared() throws InterruptedException {
    Estimate estimate = fixture.estimate(order("o-1"));

    assertThat(estimate.answeredBy().version()).isEqualTo("3");
    assertThat(shadow.calls()).as("not before the answer").isEmpty();
    fixture.parts.shadows.askNext();
    assertThat(shadow.calls()).hasSize(1);
    assertThat(shadowed("answered")).isEqualTo(1);
    assertThat(difference("longer")).isEqualTo(12);
    assertThat(shadowVersion.calls().reading().ever()).isEqualTo(1);
  }

  @Test
  void theSameFeaturesAreNotLookedUpTwice() throws InterruptedException {
    fixture.estimate(order("o-1"));
    long looked = fixture.store.finds();

    fixture.parts.shadows.askNext();

    assertThat(fixture.store.finds()).isEqualTo(looked);
    assertThat(shadow.calls().getFirst().floats(0)).isEqualTo(stable.calls().getFirst().floats(0));
  }

  @Test
  void aShadowOfOtherFeaturesLooksUpItsOwnAndCountsThemForNobody() throws InterruptedException {
    FakeModel narrow = FakeModel.of("eta", "5", RoutingTests.ONE_FEATURE, 20);
    fixture.serving.serve(FakeServing.shadow(new LoadedVersion(stable), new LoadedVersion(narrow)));

    fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();

    assertThat(narrow.calls()).hasSize(1);
    assertThat(difference("shorter")).isEqualTo(10);
  }

  @Test
  void whatASlowShadowTakesIsNotTakenFromTheAnswer() throws InterruptedException {
    shadow.beforeEachCall(deadline -> fixture.waitUpTo(Duration.ofSeconds(10), deadline));
    long started = fixture.ticker.nanos();

    for (int at = 0; at < 10; at++) {
      fixture.estimate(order("o-" + at));
    }

    assertThat(fixture.ticker.nanos() - started).isZero();
    fixture.parts.shadows.askNext();
    assertThat(fixture.ticker.nanos() - started)
        .as("control: the shadow itself is slow")
        .isGreaterThanOrEqualTo(Duration.ofMillis(100).toNanos());
    assertThat(shadowed("failed")).isEqualTo(1);
  }

  @Test
  void ordersBeyondTheRoomAreDroppedAndAnsweredAllTheSame() {
    List<PartialOrder> orders = new ArrayList<>();
    for (int at = 0; at < ROOM + 36; at++) {
      orders.add(order("o-" + at));
    }

    List<Estimate> estimates = fixture.estimate(orders);
    fixture.estimate(order("late"));

    assertThat(estimates).hasSize(ROOM + 36);
    assertThat(fixture.parts.shadows.waiting()).isEqualTo(ROOM);
    assertThat(shadowed("dropped")).isEqualTo(37);
  }

  @Test
  void roomIsGivenBackOnceTheShadowWasAsked() throws InterruptedException {
    fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();

    assertThat(fixture.parts.shadows.waiting()).isZero();
  }

  @Test
  void inACrowdTheShadowIsNotAsked() throws InterruptedException {
    fixture.estimate(order("o-1"));
    fixture.estimate(order("o-2"));
    fixture.parts.crowd.enter();
    fixture.parts.crowd.enter();

    fixture.parts.shadows.askNext();

    assertThat(shadow.calls()).isEmpty();
    assertThat(shadowed("dropped")).isEqualTo(1);
    fixture.parts.crowd.leave();
    fixture.parts.shadows.askNext();
    assertThat(shadow.calls()).as("control: with one place free it is").hasSize(1);
  }

  @Test
  void aModelThatIsCrowdedDropsAndOneThatFailsFails() throws InterruptedException {
    shadow.failing(Reason.OVERLOADED);
    fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();
    shadow.failing(Reason.ERROR);
    fixture.estimate(order("o-2"));
    fixture.parts.shadows.askNext();

    assertThat(shadowed("dropped")).isEqualTo(1);
    assertThat(shadowed("failed")).isEqualTo(1);
  }

  @Test
  void aShadowThatWasRetiredMeanwhileIsNotAsked() throws InterruptedException {
    fixture.estimate(order("o-1"));
    assertThat(shadowVersion.retire(Duration.ZERO)).isTrue();

    fixture.parts.shadows.askNext();

    assertThat(shadow.calls()).isEmpty();
  }

  @Test
  void itsMetersGoWithIt() throws InterruptedException {
    fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();
    fixture.serving.serve(ServingVersions.of("eta", new LoadedVersion(stable)));

    fixture.estimate(order("o-2"));

    assertThat(Search.in(fixture.registry).name("tiffin.estimate.shadow").meters()).isEmpty();
  }

  @Test
  void whatItSaidIsRememberedBesideWhatWasTold() throws InterruptedException {
    Estimate estimate = fixture.estimate(order("o-1"));
    fixture.parts.shadows.askNext();

    RecentEstimate recent = fixture.parts.recent.take(estimate.id());

    assertThat(recent.told().by().role()).isEqualTo(AnsweredBy.Role.STABLE);
    assertThat(recent.shadow().by()).isEqualTo(new AnsweredBy("eta", "4", AnsweredBy.Role.SHADOW));
    assertThat(recent.shadow().minutes().p50()).isEqualTo(42);
    assertThat(recent.placedAt()).isEqualTo(NOW);
  }

  private double shadowed(String outcome) {
    return fixture.registry.get("tiffin.estimate.shadow").tag("outcome", outcome).counter().count();
  }

  private double difference(String than) {
    return fixture
        .registry
        .get("tiffin.estimate.shadow.difference")
        .tag("shadow", than)
        .summary()
        .max();
  }
}
