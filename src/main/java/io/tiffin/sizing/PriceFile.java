package io.tiffin.sizing;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import org.springframework.core.io.ResourceLoader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Finds the file that {@code tiffin.sizing.prices} names. */
final class PriceFile {

  private static final int MOST_BYTES = 1 << 20; // chosen: a hundred times the product's own

  private final ResourceLoader resources;

  PriceFile(ResourceLoader resources) {
    this.resources = resources;
  }

  /**
   * The root of the file at a location.
   *
   * @throws InvalidPricesException if it is not there, too large, not UTF-8 or not YAML
   */
  PriceNode read(String location) {
    try (InputStream stream = resources.getResource(location).getInputStream()) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new InvalidPricesException(
            location
                + ": this is larger than 1 MiB, which no price list is; correct tiffin.sizing.prices.");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(location, text);
    } catch (CharacterCodingException e) {
      throw new InvalidPricesException(
          location + ": this is not UTF-8; save the file in that encoding.", e);
    } catch (IOException | InvalidPathException e) {
      throw new InvalidPricesException(
          location
              + ": this cannot be read, though tiffin.sizing.prices names it; correct the location or the file's permissions.",
          e);
    }
  }

  /**
   * The root of a text.
   *
   * @param name how sentences name it
   */
  static PriceNode parse(String name, String yaml) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      if (root == null) {
        throw new InvalidPricesException(name + ": this is empty; start it with 'as-of:'.");
      }
      return new PriceNode(name, "", root);
    } catch (YAMLException e) {
      throw new InvalidPricesException(name + ": this is not YAML: " + e.getMessage(), e);
    }
  }
}
