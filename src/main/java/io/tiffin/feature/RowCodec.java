package io.tiffin.feature;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Packs the stored values of a loaded view into a row's body, and reads them back. Immutable and
 * thread-safe.
 *
 * <p>A body is, big-endian: the kind byte {@value #KIND}, which also stands for this layout, so
 * that another layout takes another byte; 4 bytes of schema fingerprint; a null bitmap of ⌈n/8⌉
 * bytes, feature 0 in the lowest bit of the first byte, unused bits 0; the values of fixed width in
 * slot order, zero where null; for each text 2 bytes of length; then the texts' UTF-8 in slot
 * order, with nothing after them.
 *
 * <p>The fingerprint is the CRC-32C of the names and types of the features, in order. A view's
 * features are only ever appended, so a body written before some were is recognised by the
 * fingerprint of the features that the view began with: it reads as null for the rest.
 */
public final class RowCodec {

  /** First byte of every body of values; bodies of window state start with another. */
  public static final byte KIND = 1;

  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  static final int HEADER_BYTES = 5;

  private static final int MAX_TEXT_BYTES = 0xffff;

  private final FeatureView view;
  private final List<Feature> stored;
  private final RowLayout[] layouts;

  private RowCodec(FeatureView view) {
    this.view = view;
    stored = view.features().stream().filter(it -> it.origin() instanceof Origin.Load).toList();
    layouts = new RowLayout[stored.size() + 1];
    CRC32C fingerprint = new CRC32C();
    layouts[0] = new RowLayout((int) fingerprint.getValue(), List.of());
    for (int count = 1; count <= stored.size(); count++) {
      Feature feature = stored.get(count - 1);
      String definition = feature.name().feature() + ':' + feature.type().yamlName() + ';';
      fingerprint.update(definition.getBytes(StandardCharsets.UTF_8));
      layouts[count] = new RowLayout((int) fingerprint.getValue(), stored.subList(0, count));
    }
  }

  /**
   * The codec of a view's stored features, which are those of {@link Origin.Load} in the order
   * declared.
   */
  public static RowCodec of(FeatureView view) {
    return new RowCodec(view);
  }

  /**
   * The slot of a stored feature.
   *
   * @throws IllegalArgumentException if the view stores no feature of this name
   */
  public int slot(String feature) {
    for (int slot = 0; slot < stored.size(); slot++) {
      if (stored.get(slot).name().feature().equals(feature)) {
        return slot;
      }
    }
    throw new IllegalArgumentException("view " + view.name() + " stores no " + feature);
  }

  /** Number of slots. */
  public int slots() {
    return stored.size();
  }

  /**
   * Packs one value per slot.
   *
   * @param values a {@link Number} within its type's range, whole for whole types and finite for
   *     the others; a {@link Boolean}; a {@link String} of at most 65,535 bytes of UTF-8; or null
   * @throws IllegalArgumentException naming the feature, if a value does not fit its type or there
   *     are not as many values as slots
   */
  public byte[] write(@Nullable Object[] values) {
    if (values.length != stored.size()) {
      throw new IllegalArgumentException(
          "view " + view.name() + " has " + stored.size() + " slots, not " + values.length);
    }
    byte[][] texts = texts(values);
    RowLayout layout = layouts[stored.size()];
    ByteBuffer body = ByteBuffer.allocate(layout.fixedBytes() + bytes(texts));
    body.put(KIND).putInt(layout.fingerprint()).put(nulls(values));
    for (int slot = 0; slot < values.length; slot++) {
      if (stored.get(slot).type().isNumeric()) {
        putNumber(body, stored.get(slot), values[slot]);
      }
    }
    for (byte[] text : texts) {
      body.putShort((short) text.length);
    }
    for (byte[] text : texts) {
      body.put(text);
    }
    return body.array();
  }

  /**
   * Reads a row's body, of any origin. Allocates the view that it returns and nothing else.
   *
   * @return the values, or why there are none; the body is not copied and must not change
   */
  public Reading read(byte[] body) {
    if (body.length < HEADER_BYTES) {
      return malformed("the body has only " + body.length + " bytes");
    }
    if (body[0] != KIND) {
      return new Unreadable(Unreadable.Reason.OTHER_KIND, "the body is of kind " + body[0]);
    }
    int fingerprint = (int) INT.get(body, 1);
    for (int count = layouts.length - 1; count >= 0; count--) {
      RowLayout layout = layouts[count];
      if (layout.fingerprint() == fingerprint) {
        return layout.fits(body) ? new PackedValues(layout, body) : malformed(layout.flaw(body));
      }
    }
    return new Unreadable(
        Unreadable.Reason.UNKNOWN_FINGERPRINT,
        "no schema of view %s has the fingerprint %08x".formatted(view.name(), fingerprint));
  }

  private Unreadable malformed(String text) {
    return new Unreadable(
        Unreadable.Reason.MALFORMED, "in a row of view " + view.name() + " " + text);
  }

  private byte[] nulls(@Nullable Object[] values) {
    byte[] nulls = new byte[(values.length + 7) / 8];
    for (int slot = 0; slot < values.length; slot++) {
      if (values[slot] == null) {
        nulls[slot >> 3] |= (byte) (1 << (slot & 7));
      }
    }
    return nulls;
  }

  private byte[][] texts(@Nullable Object[] values) {
    byte[][] texts = new byte[layouts[stored.size()].texts()][];
    int next = 0;
    for (int slot = 0; slot < values.length; slot++) {
      if (!stored.get(slot).type().isNumeric()) {
        texts[next++] = utf8(stored.get(slot), values[slot]);
      }
    }
    return texts;
  }

  private static byte[] utf8(Feature feature, @Nullable Object value) {
    if (value == null) {
      return new byte[0];
    }
    if (!(value instanceof String text)) {
      throw mismatch(feature, value);
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(feature.name() + " takes text without half characters");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          feature.name()
              + " takes at most "
              + MAX_TEXT_BYTES
              + " bytes of UTF-8, not "
              + bytes.length);
    }
    return bytes;
  }

  private static int bytes(byte[][] texts) {
    int bytes = 0;
    for (byte[] text : texts) {
      bytes += text.length;
    }
    return bytes;
  }

  private static void putNumber(ByteBuffer body, Feature feature, @Nullable Object value) {
    switch (feature.type()) {
      case INT32 -> body.putInt((int) whole(feature, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT64 -> body.putLong(whole(feature, value, Long.MIN_VALUE, Long.MAX_VALUE));
      case FLOAT -> body.putFloat((float) finite(feature, value, Float.MAX_VALUE));
      case DOUBLE -> body.putDouble(finite(feature, value, Double.MAX_VALUE));
      case BOOLEAN -> body.put((byte) (truth(feature, value) ? 1 : 0));
      case STRING -> throw new IllegalStateException(feature.name() + " has no fixed width");
    }
  }

  private static long whole(Feature feature, @Nullable Object value, long min, long max) {
    if (value == null) {
      return 0;
    }
    if (!(value instanceof Number number) || !isWhole(number)) {
      throw mismatch(feature, value);
    }
    long whole = number.longValue();
    if (whole < min || whole > max) {
      throw mismatch(feature, value);
    }
    return whole;
  }

  private static boolean isWhole(Number number) {
    return switch (number) {
      case Long ignored -> true;
      case Integer ignored -> true;
      case Short ignored -> true;
      case Byte ignored -> true;
      case BigInteger integer -> integer.bitLength() < Long.SIZE;
      case BigDecimal decimal -> isWhole(decimal);
      default ->
          Math.rint(number.doubleValue()) == number.doubleValue() && fitsLong(number.doubleValue());
    };
  }

  private static boolean isWhole(BigDecimal decimal) {
    return fitsLong(decimal.doubleValue())
        && decimal.compareTo(BigDecimal.valueOf(decimal.longValue())) == 0;
  }

  private static boolean fitsLong(double value) {
    return value >= Long.MIN_VALUE && value < -(double) Long.MIN_VALUE;
  }

  private static double finite(Feature feature, @Nullable Object value, double max) {
    return switch (value) {
      case null -> 0;
      case Number number when Math.abs(number.doubleValue()) <= max -> number.doubleValue();
      default -> throw mismatch(feature, value);
    };
  }

  private static boolean truth(Feature feature, @Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean truth -> truth;
      default -> throw mismatch(feature, value);
    };
  }

  private static IllegalArgumentException mismatch(Feature feature, Object value) {
    return new IllegalArgumentException(
        feature.name() + " takes " + feature.type().yamlName() + ", not " + value);
  }
}
