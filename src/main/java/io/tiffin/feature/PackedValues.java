package io.tiffin.feature;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row, read in place. Immutable and thread-safe as long as nobody changes the
 * body.
 */
public final class PackedValues implements Reading {

  private final RowLayout layout;
  private final byte[] body;

  PackedValues(RowLayout layout, byte[] body) {
    this.layout = layout;
    this.body = body;
  }

  /**
   * Whether the slot has no value: it was written as null, or the row is older than its feature.
   */
  public boolean isNull(int slot) {
    return slot >= layout.slots()
        || (body[RowCodec.HEADER_BYTES + (slot >> 3)] & (1 << (slot & 7))) != 0;
  }

  /** The value of a numeric slot, 1 or 0 for a boolean; NaN if it is null or a text. */
  public double number(int slot) {
    if (isNull(slot)) {
      return Double.NaN;
    }
    int at = layout.offset(slot);
    return switch (layout.type(slot)) {
      case INT32 -> (int) RowCodec.INT.get(body, at);
      case INT64 -> (long) RowCodec.LONG.get(body, at);
      case FLOAT -> Float.intBitsToFloat((int) RowCodec.INT.get(body, at));
      case DOUBLE -> Double.longBitsToDouble((long) RowCodec.LONG.get(body, at));
      case BOOLEAN -> body[at];
      case STRING -> Double.NaN;
    };
  }

  /**
   * The value of a slot of whole numbers, 1 or 0 for a boolean; 0 if it is null or of another type.
   */
  public long integer(int slot) {
    if (isNull(slot)) {
      return 0;
    }
    int at = layout.offset(slot);
    return switch (layout.type(slot)) {
      case INT32 -> (int) RowCodec.INT.get(body, at);
      case INT64 -> (long) RowCodec.LONG.get(body, at);
      case BOOLEAN -> body[at];
      case FLOAT, DOUBLE, STRING -> 0;
    };
  }

  /** The value of a text slot; null if it is null or a number. */
  public @Nullable String text(int slot) {
    if (isNull(slot) || layout.type(slot).isNumeric()) {
      return null;
    }
    int text = layout.offset(slot);
    int at = layout.fixedBytes();
    for (int before = 0; before < text; before++) {
      at += layout.textLength(body, before);
    }
    return new String(body, at, layout.textLength(body, text), StandardCharsets.UTF_8);
  }
}
