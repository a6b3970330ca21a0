package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.EstimateFixture.order;
import static io.tiffin.estimate.FakeServing.loaded;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.tiffin.feature.FeatureName;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.ServingVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose inputs are watched for drift, and for how long. */
class WatchedInputsTests {

  private static final FeatureName PREP = FeatureName.parse("restaurant_live.prep_s_mean_20m");

  private static final List<InputTensor> INPUTS =
      List.of(
          new InputTensor(
              "numbers",
              TensorType.FLOAT32,
              List.of(
                  new Column(
                      PREP,
                      Missing.NAN,
                      null,
                      null,
                      null,
                      null,
                      new Ranges(List.of(900.0), List.of(0.5, 0.5), 0)))));

  private final EstimateFixture fixture = new EstimateFixture();
  private final LoadedVersion stable = version("3");
  private final LoadedVersion other = version("4");

  @Test
  void ordersOfTheStableVersionAreCounted() {
    fixture.serving.serve(ServingVersions.of("eta", stable));

    estimate(15);

    assertThat(vectors("3")).isEqualTo(15);
  }

  @Test
  void aCanarysOrdersAreNot() {
    fixture.serving.serve(FakeServing.canary(stable, other, 100));

    estimate(15);

    assertThat(vectors("3")).isZero();
    assertThat(gauge("4")).isNull();
  }

  @Test
  void aShadowIsAskedAndNotCounted() throws InterruptedException {
    fixture.serving.serve(FakeServing.shadow(stable, other));

    estimate(1);
    fixture.parts.shadows.askNext();

    assertThat(((FakeModel) other.model()).calls()).hasSize(1);
    assertThat(vectors("3")).isEqualTo(1);
    assertThat(gauge("4")).isNull();
  }

  @Test
  void aRehearsalIsNotCounted() {
    fixture.serving.serve(ServingVersions.of("eta", stable));
    estimate(1);

    assertThat(fixture.parts.requests.rehearse(stable, 10)).isEqualTo(10);

    assertThat(vectors("3")).isEqualTo(1);
  }

  @Test
  void whatThePreviousVersionAnsweredIsNotTheStableOnes() {
    fixture.serving.serve(FakeServing.previous(stable, other));
    ((FakeModel) stable.model()).failing(Reason.ERROR);

    estimate(15);

    assertThat(vectors("3")).isZero();
  }

  @Test
  void aVersionThatWasAskedInVainWasAsked() {
    fixture.serving.serve(ServingVersions.of("eta", stable));
    ((FakeModel) stable.model()).failing(Reason.TIMED_OUT);

    estimate(15);

    assertThat(vectors("3")).isEqualTo(15);
  }

  @Test
  void aVersionThatIsNoLongerStableIsForgotten() {
    fixture.serving.serve(ServingVersions.of("eta", stable));
    estimate(15);
    fixture.serving.serve(FakeServing.previous(other, stable));
    estimate(2);

    assertThat(gauge("3")).isNull();
    assertThat(vectors("4")).isEqualTo(2);
    assertThat(fixture.watches.of("eta", "3")).isEmpty();
  }

  @Test
  void aVersionThatStaysStableIsWatchedOn() {
    fixture.serving.serve(ServingVersions.of("eta", stable));
    estimate(10);
    fixture.serving.serve(FakeServing.shadow(stable, other));
    estimate(5);

    assertThat(vectors("3")).isEqualTo(15);
  }

  @Test
  void aStoreThatIsDownShowsAsMissing() {
    fixture.serving.serve(ServingVersions.of("eta", stable));
    for (int hour = 0; hour <= 24; hour++) {
      assertThat(fixture.estimate(order("r-17")).features().isDefaulted(0)).isTrue();
      fixture.clock.advance(Duration.ofHours(1));
    }

    var drift = fixture.watches.of("eta", "3").orElseThrow();
    assertThat(drift.mostDrifted().getFirst().missing()).isEqualTo(1);
    assertThat(drift.mostDrifted().getFirst().psi()).isGreaterThan(0.25);
  }

  private void estimate(int orders) {
    List<PartialOrder> asked = new ArrayList<>();
    for (int at = 0; at < orders; at++) {
      asked.add(order("r-" + at, Map.of(PREP, 900.0)));
    }
    var _ = fixture.parts.estimator.estimate(asked, NOW, fixture.deadline());
  }

  private static LoadedVersion version(String version) {
    return loaded(FakeModel.of("eta", version, INPUTS, 30));
  }

  private double vectors(String version) {
    return requireNonNull(gauge(version)).value();
  }

  private @Nullable Gauge gauge(String version) {
    return fixture.registry.find("tiffin.model.input.vectors").tag("version", version).gauge();
  }
}
