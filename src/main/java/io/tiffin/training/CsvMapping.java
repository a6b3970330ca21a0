package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import io.tiffin.training.WideTerm.Bins;
import io.tiffin.training.WideTerm.Knots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a CSV file mean, read from YAML; {@code src/docs/training.md} describes the
 * format.
 *
 * @param target column that holds the minutes to be predicted
 * @param sources by numeric input the columns whose sum it is; the input itself if it is a column
 * @param categories names of the categorical inputs, each a column
 * @param design the network, its embeddings still without their number of buckets
 */
record CsvMapping(
    String target,
    Map<String, List<String>> sources,
    List<String> categories,
    NetworkDesign design) {

  private static final Set<String> FIELDS =
      Set.of("view", "target", "numbers", "categories", "wide", "baseline");
  private static final Set<String> NUMBER_FIELDS = Set.of("sum", "scale", "knots", "bins");

  /**
   * Reads a mapping.
   *
   * @throws TrainingInputException if it is not one; names line and field
   */
  static CsvMapping read(Path file) throws TrainingInputException {
    YamlValue root = YamlValue.read(file);
    Map<String, YamlValue> fields = root.fields(FIELDS);
    String view = root.require("view").text();
    Inputs inputs = new Inputs(view);
    for (Map.Entry<String, YamlValue> number : root.require("numbers").fields().entrySet()) {
      inputs.addNumber(number.getKey(), number.getValue());
    }
    YamlValue categories = fields.get("categories");
    if (categories != null) {
      for (Map.Entry<String, YamlValue> category : categories.fields().entrySet()) {
        inputs.addCategory(category.getKey(), category.getValue());
      }
    }
    List<WideTerm> wide = new ArrayList<>();
    for (YamlValue term : root.require("wide").items()) {
      wide.add(inputs.wideTerm(term));
    }
    YamlValue baseline = fields.get("baseline");
    return new CsvMapping(
        root.require("target").text(),
        inputs.sources,
        inputs.categories.stream().map(column -> column.feature().feature()).toList(),
        new NetworkDesign(
            inputs.numbers,
            inputs.categories,
            wide,
            baseline == null ? new Baseline.Median() : inputs.baseline(baseline),
            false));
  }

  /** The inputs as they are read. */
  private static final class Inputs {

    private final String view;
    private final Map<String, List<String>> sources = new LinkedHashMap<>();
    private final List<NumberColumn> numbers = new ArrayList<>();
    private final List<CategoryColumn> categories = new ArrayList<>();
    private final Map<String, WideTerm> shapes = new LinkedHashMap<>();

    Inputs(String view) {
      this.view = view;
      shapes.put("numbers", new WideTerm.Numbers());
      shapes.put("missing", new WideTerm.Flags());
    }

    void addNumber(String name, YamlValue declared) throws TrainingInputException {
      Map<String, YamlValue> fields = declared.fields(NUMBER_FIELDS);
      int position = numbers.size();
      sources.put(name, fields.containsKey("sum") ? texts(fields.get("sum")) : List.of(name));
      Scale scale = fields.containsKey("scale") ? scale(fields.get("scale")) : Scale.LINEAR;
      numbers.add(new NumberColumn(new FeatureName(view, name), scale, true, name));
      shapes.put(name, new WideTerm.Single(position));
      if (fields.containsKey("knots")) {
        shapes.put("knots(" + name + ")", new Knots(position, numbers(fields.get("knots"))));
      }
      if (fields.containsKey("bins")) {
        shapes.put("bins(" + name + ")", bins(position, fields.get("bins")));
      }
    }

    void addCategory(String name, YamlValue declared) throws TrainingInputException {
      Map<String, YamlValue> fields = declared.fields(Set.of("dimensions"));
      YamlValue dimensions = fields.get("dimensions");
      int size = dimensions == null ? 4 : dimensions.count(1);
      if (sources.containsKey(name)) {
        throw declared.refusal("is among the numbers already");
      }
      shapes.put(name, new WideTerm.OneOf(categories.size()));
      categories.add(new CategoryColumn(new FeatureName(view, name), 0, size, true, name));
    }

    WideTerm wideTerm(YamlValue term) throws TrainingInputException {
      List<WideTerm> factors = new ArrayList<>();
      for (String factor : term.text().split("\\*", -1)) {
        WideTerm shape = shapes.get(factor.strip());
        if (shape == null) {
          throw term.refusal(
              "'" + factor.strip() + "' is not declared; known are " + shapes.keySet());
        }
        factors.add(shape);
      }
      return factors.stream().reduce(WideTerm.Cross::new).orElseThrow();
    }

    Baseline baseline(YamlValue declared) throws TrainingInputException {
      Map<String, YamlValue> fields = declared.fields(Set.of("number", "per-minute"));
      YamlValue perMinute = fields.get("per-minute");
      YamlValue number = declared.require("number");
      if (!(shapes.get(number.text()) instanceof WideTerm.Single single)) {
        throw number.refusal("is '" + number.text() + "', which is not one of the numbers");
      }
      return new Baseline.Estimate(single.number(), perMinute == null ? 1 : perMinute.number());
    }

    private static Bins bins(int position, YamlValue declared) throws TrainingInputException {
      declared.fields(Set.of("from", "to", "count"));
      Bins bins =
          new Bins(
              position,
              declared.require("from").number(),
              declared.require("to").number(),
              declared.require("count").count(2));
      if (bins.from() >= bins.to()) {
        throw declared.refusal("ends where it begins, or before");
      }
      return bins;
    }

    private static Scale scale(YamlValue declared) throws TrainingInputException {
      return switch (declared.text()) {
        case "linear" -> Scale.LINEAR;
        case "log" -> Scale.LOGARITHMIC;
        default -> throw declared.refusal("is '" + declared.text() + "', expected linear or log");
      };
    }

    private static List<String> texts(YamlValue list) throws TrainingInputException {
      List<String> texts = new ArrayList<>();
      for (YamlValue item : list.items()) {
        texts.add(item.text());
      }
      return texts;
    }

    private static List<Double> numbers(YamlValue list) throws TrainingInputException {
      List<Double> numbers = new ArrayList<>();
      for (YamlValue item : list.items()) {
        numbers.add(item.number());
      }
      return numbers;
    }
  }
}
