package io.tiffin.feature;

import java.util.List;

/** Where the values of a schema's first features are in a body. */
final class RowLayout {

  private final int fingerprint;
  private final FeatureType[] types;
  private final int[] offsets;
  private final int texts;
  private final int lengthsAt;
  private final int lastBitmapByte;
  private final int unusedBits;

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
    lastBitmapByte = RowCodec.HEADER_BYTES + (types.length + 7) / 8 - 1;
    unusedBits = types.length % 8 == 0 ? 0 : 0xff << types.length % 8;
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

  /**
   * Whether the body is as long as its schema and the lengths of its texts say, and holds only
   * values that its types have.
   */
  boolean fits(byte[] body) {
    return body.length >= fixedBytes()
        && body.length == fixedBytes() + textBytes(body)
        && (body[lastBitmapByte] & unusedBits) == 0
        && hasOnlyValues(body)
        && isText(body);
  }

  /** What is wrong with a body that does not fit, to go on "in a row of view …". */
  String flaw(byte[] body) {
    if (body.length < fixedBytes() || body.length != fixedBytes() + textBytes(body)) {
      return "the length is " + body.length + " bytes, which its schema and texts do not take";
    }
    return "a value is none of its type";
  }

  private int textBytes(byte[] body) {
    int bytes = 0;
    for (int text = 0; text < texts; text++) {
      bytes += textLength(body, text);
    }
    return bytes;
  }

  private boolean hasOnlyValues(byte[] body) {
    for (int slot = 0; slot < types.length; slot++) {
      int at = offsets[slot];
      boolean isValue =
          switch (types[slot]) {
            case BOOLEAN -> (body[at] & ~1) == 0;
            case FLOAT -> Float.isFinite(Float.intBitsToFloat((int) RowCodec.INT.get(body, at)));
            case DOUBLE ->
                Double.isFinite(Double.longBitsToDouble((long) RowCodec.LONG.get(body, at)));
            case INT32, INT64, STRING -> true;
          };
      if (!isValue) {
        return false;
      }
    }
    return true;
  }

  private boolean isText(byte[] body) {
    int at = fixedBytes();
    for (int text = 0; text < texts; text++) {
      int end = at + textLength(body, text);
      if (!Utf8.isValid(body, at, end)) {
        return false;
      }
      at = end;
    }
    return true;
  }
}
