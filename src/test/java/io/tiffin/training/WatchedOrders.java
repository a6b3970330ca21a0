package io.tiffin.training;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.estimate.FakeModel;
import io.tiffin.fixture.FakeClock;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.quality.InputWatch;
import io.tiffin.quality.InputWatches;
import io.tiffin.quality.Watching;
import io.tiffin.serving.FeatureVector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a service that answers from some instant on says of its inputs a window later. */
final class WatchedOrders {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeClock clock;
  private final InputWatches watches;
  private final Instant end;
  private final InputWatch watch;

  /** The first order, at {@code begin}, is among them. */
  WatchedOrders(List<InputTensor> inputs, FeatureVector first, Instant begin, Duration window) {
    clock = new FakeClock(begin);
    end = begin.plus(window);
    watches = Watching.over(window, registry, clock);
    watch =
        requireNonNull(
            watches.watch("eta", FakeModel.of("eta", "1", inputs, 30).manifest(), first.plan()));
    watches.count(watch, first);
  }

  void count(FeatureVector vector, Instant at) {
    clock.advance(Duration.between(clock.instant(), at));
    watches.count(watch, vector);
  }

  InputDrift drift() {
    clock.advance(Duration.between(clock.instant(), end));
    return watches.of("eta", "1").orElseThrow();
  }

  /** The index of each input, by its name. */
  Map<String, Double> indices() {
    var _ = drift();
    Map<String, Double> indices = new TreeMap<>();
    for (Gauge gauge : registry.get("tiffin.model.input.drift").gauges()) {
      indices.put(requireNonNull(gauge.getId().getTag("feature")), gauge.value());
    }
    return indices;
  }
}
