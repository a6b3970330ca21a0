package io.tiffin.model;

import io.tiffin.feature.FeatureName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The small labelled set of a bundle: a file of JSON lines, each such as {@code
 * {"features":{"restaurant_live.orders_outstanding":9,"restaurant_profile.cuisine":"thai"},"minutes":31.2,
 * "promisedMinutes":45}}; the promise may be left out.
 */
public final class Samples {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Samples() {}

  /** Writes one line per sample, its features by name in order; replaces the file. */
  public static void write(Path file, List<Sample> samples) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Sample sample : samples) {
      lines.append(MAPPER.writeValueAsString(json(sample))).append('\n');
    }
    Files.writeString(file, lines, StandardCharsets.UTF_8);
  }

  /**
   * Reads every line.
   *
   * @throws BundleRefusedException if the file cannot be read or a line is not a sample; names the
   *     line
   */
  public static List<Sample> read(Path file) throws BundleRefusedException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new BundleRefusedException(
          file.getFileName() + ": cannot be read: " + unreadable, unreadable);
    }
    List<Sample> samples = new ArrayList<>(lines.size());
    for (String line : lines) {
      samples.add(
          sample(JsonFields.parse(file.getFileName() + " line " + (samples.size() + 1), line)));
    }
    return List.copyOf(samples);
  }

  private static ObjectNode json(Sample sample) {
    ObjectNode line = MAPPER.createObjectNode();
    ObjectNode features = line.putObject("features");
    Map<String, Object> byName = new TreeMap<>();
    sample.features().forEach((name, value) -> byName.put(name.toString(), value));
    byName.forEach(features::putPOJO);
    line.put("minutes", sample.minutes());
    Double promised = sample.promisedMinutes();
    if (promised != null) {
      line.put("promisedMinutes", promised);
    }
    return line;
  }

  private static Sample sample(JsonFields line) throws BundleRefusedException {
    JsonFields fields = line.object("features");
    Map<FeatureName, Object> features = new HashMap<>();
    for (String name : fields.names()) {
      features.put(featureName(fields, name), fields.scalar(name));
    }
    Sample sample =
        new Sample(features, line.number("minutes"), line.optionalNumber("promisedMinutes"));
    line.end();
    return sample;
  }

  private static FeatureName featureName(JsonFields fields, String name)
      throws BundleRefusedException {
    try {
      return FeatureName.parse(name);
    } catch (IllegalArgumentException malformed) {
      throw fields.refusal(name, "is not of the form view.feature");
    }
  }
}
