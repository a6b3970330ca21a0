package io.tiffin.feature.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a catalogue file: keys in the order written, each once, with the line of every key
 * and value.
 */
final class YamlMapping {

  private final String file;
  private final String owner;
  private final Spot at;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  /**
   * @param at where its key stands, or the file's first line
   * @param owner whose mapping it is, as sentences name it: {@code feature restaurant_live.orders}
   */
  private YamlMapping(String file, String owner, Spot at, MappingNode node) {
    this.file = file;
    this.owner = owner;
    this.at = at;
    for (NodeTuple entry : node.getValue()) {
      YamlText key = scalar(entry.getKeyNode(), "a key of " + owner);
      if (entries.put(key.text(), entry) != null) {
        throw key.at()
            .refuse(owner + " has the key '" + key.text() + "' twice; remove or rename one");
      }
    }
  }

  static YamlMapping root(String file, @Nullable Node node) {
    Spot top = new Spot(file, 1);
    if (!(node instanceof MappingNode mapping)) {
      throw top.refuse("the catalogue has no views; start it with 'views:'");
    }
    return new YamlMapping(file, "the catalogue", top, mapping);
  }

  String owner() {
    return owner;
  }

  Spot at() {
    return at;
  }

  Set<String> keys() {
    return entries.keySet();
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** Where a key stands that is there. */
  Spot at(String key) {
    return Spot.of(file, entry(key).getKeyNode().getStartMark());
  }

  /** Refuses every key but these. */
  void allowOnly(List<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        String hint =
            key.indexOf('(') >= 0 || key.indexOf(')') >= 0
                ? "; between braces a text with a comma needs quotes"
                : "; known keys are " + String.join(", ", known);
        throw at(key).refuse(owner + " has the unknown key '" + key + "'" + hint);
      }
    }
  }

  /** Refuses the mapping if it lacks a key. */
  void require(String key, String fix) {
    if (!has(key)) {
      throw at.refuse(owner + " has no " + key + "; " + fix);
    }
  }

  /** The mapping under a key that is there. */
  YamlMapping mapping(String key, String itsOwner) {
    Node node = entry(key).getValueNode();
    if (!(node instanceof MappingNode mapping)) {
      throw at(key).refuse(itsOwner + " is not a mapping; write 'key: value' lines below it");
    }
    return new YamlMapping(file, itsOwner, at(key), mapping);
  }

  /** The value of a key; empty if the key is not there. */
  Optional<YamlText> text(String key) {
    return has(key)
        ? Optional.of(scalar(entry(key).getValueNode(), key + " of " + owner))
        : Optional.empty();
  }

  /** The values of a key's sequence; empty if the key is not there. */
  List<YamlText> texts(String key) {
    List<YamlText> texts = new ArrayList<>();
    if (has(key)) {
      if (!(entry(key).getValueNode() instanceof SequenceNode sequence)) {
        throw at(key).refuse(key + " of " + owner + " is not a list; write it as [a, b]");
      }
      sequence
          .getValue()
          .forEach(node -> texts.add(scalar(node, "one of the " + key + " of " + owner)));
    }
    return texts;
  }

  private NodeTuple entry(String key) {
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      throw new IllegalArgumentException(owner + " has no key " + key);
    }
    return entry;
  }

  private YamlText scalar(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw Spot.of(file, node.getStartMark()).refuse(what + " is not a single value");
    }
    return YamlText.of(file, scalar);
  }
}
