package io.tiffin.feature;

import java.util.List;

/** Where the values of a schema's first features are in a body. */
final class RowLayout {

  private final int fingerprint;
  private final FeatureType[] types;
  private final int[] offsets;
  private final int texts;
  private final int lengthsAt;

  RowLayout(int fingerprint, List<Feature> features) {
    this.fingerprint = fingerprint;
    types = features.stream().map(Feature::type).toArray(FeatureType[]::new);
    offsets = new int[types.length];
    int at = RowCodec.HEADER_BYTES + (types.length + 7) / 8;
    int textIndex = 0;
    for (int slot = 0; slot < types.length; slot++) {
      offsets[slot] = types[slot].isNumeric() ? at : textIndex++;
      at += types[slot].width();
    }
    texts = textIndex;
    lengthsAt = at;
  }

  int fingerprint() {
    return fingerprint;
  }

  /** Bytes of a body whose texts are all empty. */
  int fixedBytes() {
    return lengthsAt + 2 * texts;
  }

  int texts() {
    return texts;
  }

  int slots() {
    return types.length;
  }

  FeatureType type(int slot) {
    return types[slot];
  }

  /** Where a number's bytes begin; for a text its index among the texts. */
  int offset(int slot) {
    return offsets[slot];
  }

  int textLength(byte[] body, int text) {
    int at = lengthsAt + 2 * text;
    return ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
  }

  /** Whether the body is just as long as its schema and the lengths of its texts say. */
  boolean fits(byte[] body) {
    if (body.length < fixedBytes()) {
      return false;
    }
    int length = fixedBytes();
    for (int text = 0; text < texts; text++) {
      length += textLength(body, text);
    }
    return body.length == length;
  }
}
