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
import io.tiffin.model.Manifest.Reference;
import io.tiffin.model.Manifest.StageWeights;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.TimeLeft;
import io.tiffin.model.Manifest.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a manifest. What the values mean together is checked by {@link ManifestRules}.
 */
final class ManifestReader {

  static final String FILE = "manifest.json";
  static final int VERSION = 1;

  private ManifestReader() {}

  static Manifest parse(String json) throws BundleRefusedException {
    JsonFields fields = JsonFields.parse(FILE, json);
    int manifestVersion = fields.integer("manifestVersion");
    if (manifestVersion != VERSION) {
      throw fields.refusal(
          "manifestVersion", "is " + manifestVersion + ", this Tiffin reads " + VERSION);
    }
    String signature = fields.optionalText("signature");
    Manifest manifest =
        new Manifest(
            manifestVersion,
            fields.text("name"),
            fields.text("version"),
            engine(fields.object("engine")),
            signature == null ? "serving_default" : signature,
            inputs(fields),
            outputs(fields.object("outputs")),
            timeLeft(fields.optionalObject("timeLeft")),
            Collections.unmodifiableMap(fields.optionalNumbers("evaluation")),
            fields.optionalText("samples"),
            Collections.unmodifiableMap(fields.texts("files")));
    fields.end();
    return manifest;
  }

  private static Engine engine(JsonFields fields) throws BundleRefusedException {
    Engine engine = new Engine(fields.text("name"), fields.text("version"));
    fields.end();
    return engine;
  }

  private static List<InputTensor> inputs(JsonFields manifest) throws BundleRefusedException {
    List<InputTensor> inputs = new ArrayList<>();
    for (JsonFields fields : manifest.objects("inputs")) {
      inputs.add(
          new InputTensor(
              fields.text("name"), fields.constant("type", TensorType.class), columns(fields)));
      fields.end();
    }
    return List.copyOf(inputs);
  }

  private static List<Column> columns(JsonFields tensor) throws BundleRefusedException {
    List<Column> columns = new ArrayList<>();
    for (JsonFields fields : tensor.objects("columns")) {
      columns.add(
          new Column(
              featureName(fields),
              fields.constant("missing", Missing.class),
              fields.optionalNumber("defaultValue"),
              fields.optionalInteger("hashBuckets"),
              fields.optionalNumber("mean"),
              fields.optionalNumber("standardDeviation"),
              reference(fields.optionalObject("reference"))));
      fields.end();
    }
    return List.copyOf(columns);
  }

  /** Edges or values tell which kind it is. */
  private static @Nullable Reference reference(@Nullable JsonFields fields)
      throws BundleRefusedException {
    if (fields == null) {
      return null;
    }
    boolean isOfValues = fields.names().contains("values");
    List<Double> bounds = List.copyOf(fields.numbers(isOfValues ? "values" : "edges"));
    List<Double> shares = List.copyOf(fields.numbers("shares"));
    double missing = fields.number("missing");
    Reference reference =
        isOfValues
            ? new Values(whole(fields, bounds), shares, missing)
            : new Ranges(bounds, shares, missing);
    fields.end();
    return reference;
  }

  private static List<Long> whole(JsonFields reference, List<Double> values)
      throws BundleRefusedException {
    for (double value : values) {
      if (value != Math.rint(value)) {
        throw reference.refusal("values", "holds " + value + ", expected whole numbers");
      }
    }
    return values.stream().map(Double::longValue).toList();
  }

  private static FeatureName featureName(JsonFields column) throws BundleRefusedException {
    String name = column.text("feature");
    try {
      return FeatureName.parse(name);
    } catch (IllegalArgumentException malformed) {
      throw column.refusal("feature", "is '" + name + "', expected view.feature");
    }
  }

  private static Outputs outputs(JsonFields fields) throws BundleRefusedException {
    Outputs outputs =
        new Outputs(minutes(fields.object("minutes")), legs(fields.optionalObject("legs")));
    fields.end();
    return outputs;
  }

  private static Minutes minutes(JsonFields fields) throws BundleRefusedException {
    Minutes minutes =
        new Minutes(
            fields.text("output"),
            List.copyOf(fields.numbers("quantiles")),
            fields.optionalNumber("logStandardDeviation"));
    fields.end();
    return minutes;
  }

  private static @Nullable Legs legs(@Nullable JsonFields fields) throws BundleRefusedException {
    if (fields == null) {
      return null;
    }
    Legs legs = new Legs(fields.text("output"));
    fields.end();
    return legs;
  }

  private static @Nullable TimeLeft timeLeft(@Nullable JsonFields fields)
      throws BundleRefusedException {
    if (fields == null) {
      return null;
    }
    List<String> inputs = fields.textList("inputs");
    List<StageWeights> stages = new ArrayList<>();
    for (JsonFields stage : fields.objects("stages")) {
      stages.add(stageWeights(stage));
      stage.end();
    }
    fields.end();
    return new TimeLeft(inputs, List.copyOf(stages));
  }

  private static StageWeights stageWeights(JsonFields stage) throws BundleRefusedException {
    return new StageWeights(
        stage.text("stage"),
        List.copyOf(stage.numbers("least")),
        List.copyOf(stage.numbers("most")),
        List.copyOf(stage.numbers("p10")),
        List.copyOf(stage.numbers("p50")),
        List.copyOf(stage.numbers("p80")),
        List.copyOf(stage.numbers("p90")));
  }
}
