package io.tiffin.feature.yaml;

import org.yaml.snakeyaml.error.Mark;

/**
 * Where something stands in a catalogue file.
 *
 * @param file the file's name
 * @param line counted from 1
 */
record Spot(String file, int line) {

  static Spot of(String file, Mark mark) {
    return new Spot(file, mark.getLine() + 1);
  }

  /** The refusal of what stands here, for a clause without its full stop. */
  InvalidCatalogueException refuse(String clause) {
    return new InvalidCatalogueException(this + ": " + clause + ".");
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
