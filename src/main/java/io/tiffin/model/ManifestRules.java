package io.tiffin.model;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Minutes;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.StageWeights;
import io.tiffin.model.Manifest.TensorType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a manifest's values must be, by themselves and against the catalogue. */
final class ManifestRules {

  /** The ranks that an estimate tells. */
  private static final List<Double> TOLD = List.of(0.1, 0.5, 0.8, 0.9);

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Catalogue catalogue;

  ManifestRules(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  void check(Manifest manifest) throws BundleRefusedException {
    require(
        NAME.matcher(manifest.name()).matches(),
        "name",
        "is '" + manifest.name() + "', expected " + NAME);
    require(
        VERSION.matcher(manifest.version()).matches(),
        "version",
        "is '" + manifest.version() + "', expected digits that do not begin with 0");
    checkInputs(manifest.inputs());
    checkMinutes(manifest.outputs().minutes());
    checkLegs(manifest.outputs());
    checkTimeLeft(manifest.timeLeft());
  }

  private void checkInputs(List<InputTensor> inputs) throws BundleRefusedException {
    require(!inputs.isEmpty(), "inputs", "is empty");
    Set<String> names = new HashSet<>();
    for (int index = 0; index < inputs.size(); index++) {
      InputTensor tensor = inputs.get(index);
      String path = "inputs[" + index + "]";
      require(
          names.add(tensor.name()), path + ".name", "'" + tensor.name() + "' is declared twice");
      checkColumns(tensor, path + ".columns");
    }
  }

  private void checkColumns(InputTensor tensor, String path) throws BundleRefusedException {
    require(!tensor.columns().isEmpty(), path, "is empty");
    Set<FeatureName> features = new HashSet<>();
    for (int index = 0; index < tensor.columns().size(); index++) {
      Column column = tensor.columns().get(index);
      String at = path + "[" + index + "]";
      require(
          features.add(column.feature()),
          at + ".feature",
          "'" + column.feature() + "' is there twice");
      checkColumn(tensor.type(), column, at);
    }
  }

  private void checkColumn(TensorType type, Column column, String path)
      throws BundleRefusedException {
    Feature feature =
        catalogue
            .feature(column.feature())
            .orElseThrow(() ->
                refusal(path + ".feature", "'" + column.feature() + "' is not in the catalogue"));
    Double deviation = column.standardDeviation();
    require(deviation == null || deviation >= 0, path + ".standardDeviation", "is negative");
    require(
        column.missing() == Missing.DEFAULT || type == TensorType.FLOAT32,
        path + ".missing",
        "is NAN, which only a FLOAT32 tensor can hold");
    require(
        column.defaultValue() == null || column.missing() == Missing.DEFAULT,
        path + ".defaultValue",
        "stands beside missing NAN, which never feeds it");
    if (feature.type() == FeatureType.STRING) {
      checkText(type, column, path);
    } else {
      checkNumber(type, feature.type(), column, path);
    }
    if (column.reference() != null) {
      ReferenceRules.check(type, column.reference(), path + ".reference");
    }
  }

  private static void checkText(TensorType type, Column column, String path)
      throws BundleRefusedException {
    String name = "'" + column.feature() + "'";
    require(
        type == TensorType.INT64,
        path + ".feature",
        name + " is text, which only an INT64 tensor can hold, hashed");
    Integer buckets = column.hashBuckets();
    require(buckets != null, path + ".hashBuckets", "is missing, and " + name + " is text");
    require(
        buckets == null || buckets >= 2,
        path + ".hashBuckets",
        "is " + buckets + ", expected at least 2");
    require(
        column.defaultValue() == null,
        path + ".defaultValue",
        "is given, and " + name + " is text");
  }

  private static void checkNumber(
      TensorType type, FeatureType featureType, Column column, String path)
      throws BundleRefusedException {
    String name = "'" + column.feature() + "'";
    require(
        column.hashBuckets() == null,
        path + ".hashBuckets",
        "is given, and " + name + " is a number");
    if (type == TensorType.FLOAT32) {
      return;
    }
    boolean isWhole = featureType != FeatureType.FLOAT && featureType != FeatureType.DOUBLE;
    require(
        isWhole,
        path + ".feature",
        name + " is a " + featureType.yamlName() + ", which an INT64 tensor would truncate");
    Double value = column.defaultValue();
    require(
        value == null || value == Math.rint(value),
        path + ".defaultValue",
        "is " + value + ", and the tensor is INT64");
  }

  private static void checkMinutes(Minutes minutes) throws BundleRefusedException {
    String path = "outputs.minutes.quantiles";
    double previous = 0;
    for (double rank : minutes.quantiles()) {
      require(
          rank > previous && rank < 1,
          path,
          "is " + minutes.quantiles() + ", expected ascending ranks between 0 and 1");
      previous = rank;
    }
    require(
        minutes.quantiles().contains(0.5),
        path,
        "is " + minutes.quantiles() + ", expected 0.5 among them");
    Double deviation = minutes.logStandardDeviation();
    require(
        deviation != null || minutes.quantiles().containsAll(TOLD),
        "outputs.minutes.logStandardDeviation",
        "is missing, and the model does not tell all of the quantiles " + TOLD);
    require(
        deviation == null || deviation > 0,
        "outputs.minutes.logStandardDeviation",
        "is not positive");
  }

  private static void checkLegs(Manifest.Outputs outputs) throws BundleRefusedException {
    Manifest.Legs legs = outputs.legs();
    require(
        legs == null || !legs.output().equals(outputs.minutes().output()),
        "outputs.legs.output",
        "is the output that already tells the minutes");
  }

  private static void checkTimeLeft(Manifest.@Nullable TimeLeft table)
      throws BundleRefusedException {
    if (table == null) {
      return;
    }
    int inputs = table.inputs().size();
    Set<String> stages = new HashSet<>();
    for (int index = 0; index < table.stages().size(); index++) {
      StageWeights stage = table.stages().get(index);
      String path = "timeLeft.stages[" + index + "].";
      require(stages.add(stage.stage()), path + "stage", "'" + stage.stage() + "' is there twice");
      checkSize(path + "least", stage.least(), inputs);
      checkSize(path + "most", stage.most(), inputs);
      checkSize(path + "p10", stage.p10(), inputs + 1);
      checkSize(path + "p50", stage.p50(), inputs + 1);
      checkSize(path + "p80", stage.p80(), inputs + 1);
      checkSize(path + "p90", stage.p90(), inputs + 1);
    }
  }

  private static void checkSize(String field, List<Double> numbers, int expected)
      throws BundleRefusedException {
    require(
        numbers.size() == expected,
        field,
        "holds " + numbers.size() + " numbers, expected " + expected);
  }

  private static void require(boolean holds, String field, String sentence)
      throws BundleRefusedException {
    if (!holds) {
      throw refusal(field, sentence);
    }
  }

  private static BundleRefusedException refusal(String field, String sentence) {
    return new BundleRefusedException(ManifestReader.FILE + ": " + field + " " + sentence);
  }
}
