package io.tiffin.sizing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value of a price list that knows its line and its field, and says so when it is wrong. */
final class PriceNode {

  private static final double MOST = 1e15;

  private final String file;
  private final String field;
  private final Node node;
  private final Map<String, Node> entries = new LinkedHashMap<>();

  PriceNode(String file, String field, Node node) {
    this.file = file;
    this.field = field;
    this.node = node;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          throw refuse("has a key that is no name");
        }
        if (entries.put(key.getValue(), entry.getValueNode()) != null) {
          throw refuse("has the key '" + key.getValue() + "' twice; remove one");
        }
      }
    }
  }

  /** Refuses this if it is no mapping, or has a key that is not {@code known}. */
  PriceNode only(Set<String> known) {
    if (!(node instanceof MappingNode)) {
      throw refuse("must be a mapping with " + sorted(known));
    }
    for (Map.Entry<String, Node> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new PriceNode(file, path(entry.getKey()), entry.getValue())
            .refuse("is not known here; known are " + sorted(known));
      }
    }
    return this;
  }

  /** The value of a key that must be there. */
  PriceNode get(String key) {
    PriceNode value = find(key);
    if (value == null) {
      throw new PriceNode(file, path(key), node).refuse("is missing");
    }
    return value;
  }

  @Nullable PriceNode find(String key) {
    Node value = entries.get(key);
    return value == null ? null : new PriceNode(file, path(key), value);
  }

  List<PriceNode> list() {
    if (!(node instanceof SequenceNode sequence) || sequence.getValue().isEmpty()) {
      throw refuse("must be a list of at least one");
    }
    List<PriceNode> list = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      list.add(new PriceNode(file, field + "[" + list.size() + "]", each));
    }
    return list;
  }

  String text() {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw refuse("must be text");
    }
    return scalar.getValue();
  }

  /** One of these texts. */
  String oneOf(Set<String> allowed) {
    String text = text();
    if (!allowed.contains(text)) {
      throw refuse("is '" + text + "', must be one of " + sorted(allowed));
    }
    return text;
  }

  boolean truth() {
    return oneOf(Set.of("true", "false")).equals("true");
  }

  LocalDate date() {
    try {
      return LocalDate.parse(text());
    } catch (DateTimeException e) {
      throw refuse("must be a date such as 2026-11-27", e);
    }
  }

  /** A number of at least 0. */
  double amount() {
    double number = number();
    if (!(number >= 0 && number <= MOST)) {
      throw refuse("must be a number of at least 0, and is " + text());
    }
    return number;
  }

  /** A number above 0. */
  double positive() {
    double number = amount();
    if (number == 0) {
      throw refuse("must be a number above 0");
    }
    return number;
  }

  /** A number above 0 and at most 1. */
  double share() {
    double number = positive();
    if (number > 1) {
      throw refuse("must be a share above 0 and at most 1, and is " + text());
    }
    return number;
  }

  /** A whole number of at least {@code least}. */
  long whole(long least) {
    double number = amount();
    if (number != Math.rint(number) || number < least) {
      throw refuse("must be a whole number of at least " + least + ", and is " + text());
    }
    return (long) number;
  }

  InvalidPricesException refuse(String clause) {
    return new InvalidPricesException(sentence(clause));
  }

  private InvalidPricesException refuse(String clause, Exception cause) {
    return new InvalidPricesException(sentence(clause), cause);
  }

  private String sentence(String clause) {
    int line = node.getStartMark().getLine() + 1;
    return "%s:%d: %s %s.".formatted(file, line, field.isEmpty() ? "the file" : field, clause);
  }

  private double number() {
    try {
      return Double.parseDouble(text());
    } catch (NumberFormatException e) {
      throw refuse("must be a number, and is '" + text() + "'", e);
    }
  }

  private String path(String key) {
    return field.isEmpty() ? key : field + "." + key;
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
