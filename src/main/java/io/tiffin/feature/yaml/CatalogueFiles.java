package io.tiffin.feature.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import org.springframework.core.io.ResourceLoader;

/** Reads the catalogue files that {@code tiffin.catalogue.locations} names. */
final class CatalogueFiles {

  private static final int MOST_BYTES = 1 << 20; // chosen: twenty times the product's own file

  private final ResourceLoader resources;

  CatalogueFiles(ResourceLoader resources) {
    this.resources = resources;
  }

  /**
   * The file at a location.
   *
   * @throws InvalidCatalogueException if it is not there, too large, or not UTF-8
   */
  CatalogueFile read(String location) {
    try (InputStream stream = resources.getResource(location).getInputStream()) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidCatalogueException(
            location
                + ": this is larger than 1 MiB, which no catalogue is; correct tiffin.catalogue.locations.");
      }
      return new CatalogueFile(location, decode(bytes));
    } catch (CharacterCodingException e) {
      throw new InvalidCatalogueException(
          location + ": this is not UTF-8; save the file in that encoding.", e);
    } catch (IOException | InvalidPathException e) {
      throw new InvalidCatalogueException(
          location
              + ": this cannot be read, though tiffin.catalogue.locations names it; correct the location or the file's permissions.",
          e);
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
