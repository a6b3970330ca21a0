package io.tiffin.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of itself, as far as its manifest and the sizes of its files tell. Bounded,
 * whatever the manifest holds.
 *
 * @param name the model's name
 * @param version its version
 * @param engine what runs it, with version
 * @param evaluation what its trainer measured, by name
 * @param digest sha256 of the manifest, in lower-case hexadecimal
 * @param bytes size of all files
 * @param missing path of a file that the manifest names and that is not there; null if all are
 */
public record BundleOutline(
    String name,
    String version,
    String engine,
    Map<String, Double> evaluation,
    String digest,
    long bytes,
    @Nullable String missing) {

  /** Chosen: trainers tell a dozen. */
  private static final int MOST_METRICS = 32;

  static BundleOutline of(Path directory, Manifest manifest, byte[] json)
      throws IOException, BundleRefusedException {
    long bytes = json.length;
    String missing = null;
    for (String name : manifest.files().keySet()) {
      BundleFiles.checkName(directory, name);
      Path file = directory.resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        bytes += Files.size(file);
      } else if (missing == null) {
        missing = name;
      }
    }
    return new BundleOutline(
        manifest.name(),
        manifest.version(),
        manifest.engine().name() + " " + manifest.engine().version(),
        evaluation(manifest),
        BundleFiles.sha256(json),
        bytes,
        missing);
  }

  private static Map<String, Double> evaluation(Manifest manifest) {
    Map<String, Double> evaluation = new LinkedHashMap<>();
    for (Map.Entry<String, Double> metric : manifest.evaluation().entrySet()) {
      if (evaluation.size() < MOST_METRICS) {
        evaluation.put(metric.getKey(), metric.getValue());
      }
    }
    return Map.copyOf(evaluation);
  }
}
