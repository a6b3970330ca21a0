package io.tiffin.training;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of a YAML file that knows its line and its field, and says so when it is not what was
 * expected.
 */
final class YamlValue {

  private final Path file;
  private final String field;
  private final Node node;

  private YamlValue(Path file, String field, Node node) {
    this.file = file;
    this.field = field;
    this.node = node;
  }

  static YamlValue read(Path file) throws TrainingInputException {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Node root = new Yaml(new LoaderOptions()).compose(reader);
      if (root == null) {
        throw new TrainingInputException(file + ": is empty");
      }
      return new YamlValue(file, "", root);
    } catch (IOException unreadable) {
      throw new TrainingInputException(file + ": cannot be read: " + unreadable, unreadable);
    } catch (YAMLException malformed) {
      throw new TrainingInputException(
          file + ": is not YAML: " + malformed.getMessage(), malformed);
    }
  }

  /** The fields of a mapping in their order; none if the value is empty. */
  Map<String, YamlValue> fields() throws TrainingInputException {
    if (isEmpty()) {
      return Map.of();
    }
    if (!(node instanceof MappingNode mapping)) {
      throw refusal("is not a mapping of names to values");
    }
    Map<String, YamlValue> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = new YamlValue(file, field, tuple.getKeyNode()).text();
      YamlValue value =
          new YamlValue(file, field.isEmpty() ? name : field + "." + name, tuple.getValueNode());
      if (fields.put(name, value) != null) {
        throw value.refusal("is there twice");
      }
    }
    return fields;
  }

  /** The fields of a mapping, which may only have names of {@code allowed}. */
  Map<String, YamlValue> fields(Set<String> allowed) throws TrainingInputException {
    Map<String, YamlValue> fields = fields();
    for (Map.Entry<String, YamlValue> entry : fields.entrySet()) {
      if (!allowed.contains(entry.getKey())) {
        throw entry
            .getValue()
            .refusal("is not known here; known are " + allowed.stream().sorted().toList());
      }
    }
    return fields;
  }

  /** The field of this name. */
  YamlValue require(String name) throws TrainingInputException {
    YamlValue value = fields().get(name);
    if (value == null) {
      throw refusal("'" + name + "' is missing");
    }
    return value;
  }

  List<YamlValue> items() throws TrainingInputException {
    if (!(node instanceof SequenceNode sequence)) {
      throw refusal("is not a list");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new YamlValue(file, field + "[" + items.size() + "]", item));
    }
    return items;
  }

  String text() throws TrainingInputException {
    if (isEmpty() || !(node instanceof ScalarNode scalar)) {
      throw refusal("is not a text");
    }
    return scalar.getValue();
  }

  double number() throws TrainingInputException {
    try {
      return Double.parseDouble(text());
    } catch (NumberFormatException malformed) {
      throw refusal("is '" + text() + "', expected a number", malformed);
    }
  }

  int count(int least) throws TrainingInputException {
    double number = number();
    if (number != Math.rint(number) || number < least) {
      throw refusal("is " + text() + ", expected a whole number of at least " + least);
    }
    return (int) number;
  }

  TrainingInputException refusal(String sentence) {
    return refusal(sentence, null);
  }

  private TrainingInputException refusal(String sentence, @Nullable Throwable cause) {
    String where = field.isEmpty() ? "" : " " + field;
    String message =
        file + " line " + (node.getStartMark().getLine() + 1) + ":" + where + " " + sentence;
    return cause == null
        ? new TrainingInputException(message)
        : new TrainingInputException(message, cause);
  }

  private boolean isEmpty() {
    return node.getTag().equals(Tag.NULL);
  }
}
