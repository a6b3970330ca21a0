package io.tiffin.web;

import io.tiffin.serving.FeatureWriter.Facts;
import org.jspecify.annotations.Nullable;

/** A JSON object a line: {@code {"entity":"r-17","eventTime":"…","values":{…}}}. */
final class NdjsonFacts implements FactsFormat {

  private final StrictJson json;

  NdjsonFacts(StrictJson json) {
    this.json = json;
  }

  @Override
  public @Nullable Facts read(byte[] line) {
    return line.length == 0 ? null : FactsReader.read(json.tree(line));
  }
}
