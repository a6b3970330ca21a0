package io.tiffin.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiffin.feature.FeatureName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Writes {@code manifest.json} beside the files of a model, the last step of making a bundle. */
public final class ManifestWriter {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule().addSerializer(FeatureName.class, ToStringSerializer.instance))
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ManifestWriter() {}

  /**
   * Writes the manifest of the files that {@code directory} holds now; replaces one that is there
   * already.
   *
   * @param manifest what to say; its {@link Manifest#files()} are ignored
   * @return the manifest as written, with the digest of every file
   * @throws BundleRefusedException if the directory holds something that a bundle cannot, such as a
   *     symbolic link
   */
  public static Manifest write(Path directory, Manifest manifest)
      throws IOException, BundleRefusedException {
    Manifest complete = withFiles(manifest, BundleFiles.digests(directory));
    byte[] json = (MAPPER.writeValueAsString(complete) + "\n").getBytes(StandardCharsets.UTF_8);
    Path unfinished = directory.resolve(ManifestReader.FILE + ".unfinished");
    Files.write(unfinished, json);
    Files.move(
        unfinished,
        directory.resolve(ManifestReader.FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return complete;
  }

  private static Manifest withFiles(Manifest manifest, Map<String, String> files) {
    return new Manifest(
        ManifestReader.VERSION,
        manifest.name(),
        manifest.version(),
        manifest.engine(),
        manifest.signature(),
        manifest.inputs(),
        manifest.outputs(),
        manifest.timeLeft(),
        manifest.evaluation(),
        manifest.samples(),
        files);
  }
}
