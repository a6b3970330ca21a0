package io.tiffin.estimate;

import static io.tiffin.estimate.RoutingTests.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.search.Search;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.LoadedVersion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTests {

  private final EstimateFixture fixture = new EstimateFixture();
  private final FakeModel candidate = FakeModel.of("eta", "4", 40);
  private final LoadedVersion version = new LoadedVersion(candidate);

  @Test
  void recentRequestsAreReplayedOnTheWholePath() {
    fixture.estimate(List.of(order("o-1"), order("o-2")));
    fixture.estimate(order("o-3"));
    long looked = fixture.store.finds();

    int answered = fixture.parts.requests.rehearse(version, 10);

    assertThat(answered).isEqualTo(10);
    assertThat(candidate.calls()).hasSize(10);
    assertThat(fixture.store.finds()).isGreaterThanOrEqualTo(looked + 10);
  }

  @Test
  void withoutAnyRequestThereIsNothingToReplay() {
    assertThat(fixture.parts.requests.rehearse(version, 10)).isZero();
  }

  @Test
  void aReplayIsAsOfNow() {
    fixture.estimate(order("o-1"));
    fixture.clock.advance(Duration.ofDays(1));

    assertThat(fixture.parts.requests.rehearse(version, 1)).isEqualTo(1);

    long then = fixture.model.calls().getFirst().longs(1)[0];
    long now = candidate.calls().getFirst().longs(1)[0];
    assertThat(Math.floorMod(now - then, 168)).as("hours of the week").isEqualTo(24);
  }

  @Test
  void nothingOfItIsCounted() {
    fixture.estimate(order("o-1"));
    double counted = fixture.registry.get("tiffin.estimates").counter().count();
    long looked = stage("look_up");

    fixture.parts.requests.rehearse(version, 10);

    assertThat(Search.in(fixture.registry).name("tiffin.estimates").counters())
        .singleElement()
        .satisfies(counter -> assertThat(counter.count()).isEqualTo(counted));
    assertThat(stage("look_up")).isEqualTo(looked);
    assertThat(version.calls().reading().ever()).isZero();
    assertThat(fixture.parts.recent.size()).isEqualTo(1);
  }

  @Test
  void aVersionThatDoesNotAnswerIsTold() {
    fixture.estimate(order("o-1"));
    candidate.failing(Reason.ERROR);

    assertThat(fixture.parts.requests.rehearse(version, 5)).isZero();
    assertThat(candidate.calls()).hasSize(5);
  }

  @Test
  void aVersionThatIsRetiredOrDoesNotFitIsNotRehearsed() {
    fixture.estimate(order("o-1"));
    LoadedVersion unfit = new LoadedVersion(new FakeModel(List.of(0.5, 0.9), null, 30, 40));
    assertThat(version.retire(Duration.ZERO)).isTrue();

    assertThat(fixture.parts.requests.rehearse(version, 5)).isZero();
    assertThat(fixture.parts.requests.rehearse(unfit, 5)).isZero();
  }

  private long stage(String stage) {
    return fixture.registry.get("tiffin.estimate.stage").tag("stage", stage).timer().count();
  }
}
