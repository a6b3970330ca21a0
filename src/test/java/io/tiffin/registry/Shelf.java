package io.tiffin.registry;

import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.Samples;
import io.tiffin.model.TestManifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/** Puts versions into a directory as a trainer does; their weights are not such. */
record Shelf(Path root) {

  /** A version that a loader of these tests takes. */
  Path put(String name, long version) throws Exception {
    return put(name, version, "weights of " + version);
  }

  Path put(String name, long version, String weights) throws Exception {
    Path directory = root.resolve(name).resolve(Long.toString(version));
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("weights"), weights);
    Samples.write(directory.resolve("samples.jsonl"), TestManifests.samples());
    var _ = ManifestWriter.write(directory, manifest(name, version));
    return directory;
  }

  /** The same with all files written at this time. */
  Path put(String name, long version, Instant at) throws Exception {
    Path directory = put(name, version);
    for (String file : new String[] {"weights", "samples.jsonl", "manifest.json"}) {
      Files.setLastModifiedTime(directory.resolve(file), FileTime.from(at));
    }
    return directory;
  }

  private static Manifest manifest(String name, long version) {
    Manifest usual = TestManifests.complete();
    return new Manifest(
        1,
        name,
        Long.toString(version),
        usual.engine(),
        usual.signature(),
        usual.inputs(),
        usual.outputs(),
        null,
        Map.of("mae", 3.5),
        "samples.jsonl",
        Map.of());
  }
}
