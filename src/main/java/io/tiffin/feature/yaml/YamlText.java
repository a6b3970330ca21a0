package io.tiffin.feature.yaml;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A single value of a catalogue file.
 *
 * @param at where it stands
 * @param text its text without quotes
 * @param isPlain whether it was written without quotes
 * @param isText whether YAML takes it for text rather than for a number, a truth value or nothing
 */
record YamlText(Spot at, String text, boolean isPlain, boolean isText) {

  static YamlText of(String file, ScalarNode node) {
    return new YamlText(
        Spot.of(file, node.getStartMark()),
        node.getValue(),
        node.getScalarStyle() == ScalarStyle.PLAIN,
        Tag.STR.equals(node.getTag()));
  }
}
