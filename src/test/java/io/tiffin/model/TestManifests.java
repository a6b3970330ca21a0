package io.tiffin.model;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Legs;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Outputs;
import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.StageWeights;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.TimeLeft;
import io.tiffin.model.Manifest.Values;
import java.util.List;
import java.util.Map;

/** Manifests and samples over {@link TestCatalogue}. */
public final class TestManifests {

  private TestManifests() {}

  /**
   * A manifest that uses every field: two tensors of two columns, four quantiles, legs, samples.
   */
  public static Manifest complete() {
    InputTensor numbers =
        new InputTensor(
            "numbers",
            TensorType.FLOAT32,
            List.of(
                new Column(name("request.items_total"), Missing.DEFAULT, 5.0, null, null, null),
                new Column(
                    name("request.distance_m"),
                    Missing.NAN,
                    null,
                    null,
                    2070.0,
                    900.0,
                    new Ranges(List.of(-1.5, 2000.25), List.of(0.25, 0.5, 0.25), 0.125))));
    InputTensor categories =
        new InputTensor(
            "categories",
            TensorType.INT64,
            List.of(
                new Column(name("request.hour_of_week"), Missing.DEFAULT, null, null, null, null),
                new Column(
                    name("restaurant_profile.cuisine"),
                    Missing.DEFAULT,
                    null,
                    64,
                    null,
                    null,
                    new Values(List.of(7L, 23L), List.of(0.75, 0.25), 0.0))));
    return new Manifest(
        1,
        "eta",
        "1",
        new Engine("TensorFlow", "2.16.1"),
        "serving_default",
        List.of(numbers, categories),
        new Outputs(new Minutes("minutes", List.of(0.1, 0.5, 0.8, 0.9), null), new Legs("legs")),
        timeLeft(),
        Map.of("mae", 3.5),
        "samples.jsonl",
        Map.of());
  }

  private static TimeLeft timeLeft() {
    StageWeights pickedUp =
        new StageWeights(
            "PICKED_UP",
            List.of(-1.5, 0.0),
            List.of(4.5, 3.5),
            List.of(0.1, 0.75, 0.0),
            List.of(0.5, 0.8, 0.0),
            List.of(0.8, 0.85, 0.0),
            List.of(0.9, 0.9, 0.0));
    return new TimeLeft(List.of("formula", "sinceStage"), List.of(pickedUp));
  }

  public static List<Sample> samples() {
    return List.of(
        new Sample(
            Map.of(
                name("request.items_total"), 2.0,
                name("request.distance_m"), 2500.5,
                name("restaurant_profile.cuisine"), "thai"),
            31.25,
            45.0),
        new Sample(Map.of(name("request.hour_of_week"), 100.0), 28.5, null));
  }

  private static FeatureName name(String name) {
    return FeatureName.parse(name);
  }
}
