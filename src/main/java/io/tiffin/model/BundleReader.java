package io.tiffin.model;

import io.tiffin.feature.Catalogue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Reads bundles and refuses those that are not exactly what they say. Runs nothing of them.
 * Thread-safe.
 */
public final class BundleReader {

  /** Far above any manifest; keeps a wrong file from being read into memory. */
  private static final long MAX_MANIFEST_BYTES = 1 << 20;

  private final ManifestRules rules;

  /** A reader of bundles whose columns are features of {@code catalogue}. */
  public BundleReader(Catalogue catalogue) {
    rules = new ManifestRules(catalogue);
  }

  /**
   * Reads the manifest, checks it against the catalogue, and checks the digest of every file.
   *
   * @param directory the version's directory, the one with {@code manifest.json} in it
   * @throws BundleRefusedException if the bundle cannot be read or is refused
   */
  public Bundle read(Path directory) throws BundleRefusedException {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      byte[] json = json(absolute.resolve(ManifestReader.FILE));
      Manifest manifest = ManifestReader.parse(text(json));
      rules.check(manifest);
      checkFiles(absolute, manifest);
      return new Bundle(absolute, manifest, BundleFiles.sha256(json));
    } catch (IOException unreadable) {
      throw new BundleRefusedException(absolute + ": cannot be read: " + unreadable, unreadable);
    }
  }

  /**
   * Reads the manifest and sees whether the files are there, and nothing more: no digest, no rule.
   *
   * @throws BundleRefusedException if there is no manifest, or it cannot be read
   */
  public BundleOutline outline(Path directory) throws BundleRefusedException {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      byte[] json = json(absolute.resolve(ManifestReader.FILE));
      Manifest manifest = ManifestReader.parse(text(json));
      return BundleOutline.of(absolute, manifest, json);
    } catch (IOException unreadable) {
      throw new BundleRefusedException(absolute + ": cannot be read: " + unreadable, unreadable);
    }
  }

  private static byte[] json(Path file) throws IOException, BundleRefusedException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new BundleRefusedException(ManifestReader.FILE + ": is missing in " + file.getParent());
    }
    if (Files.size(file) > MAX_MANIFEST_BYTES) {
      throw new BundleRefusedException(
          ManifestReader.FILE + ": is longer than " + MAX_MANIFEST_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static String text(byte[] json) throws BundleRefusedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException malformed) {
      throw new BundleRefusedException(ManifestReader.FILE + ": is not UTF-8", malformed);
    }
  }

  private static void checkFiles(Path directory, Manifest manifest)
      throws IOException, BundleRefusedException {
    String samples = manifest.samples();
    if (samples != null && !manifest.files().containsKey(samples)) {
      throw new BundleRefusedException(
          ManifestReader.FILE + ": samples is '" + samples + "', which is not among the files");
    }
    BundleFiles.check(directory, manifest.files());
  }
}
