package io.tiffin.model.djl.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floating-point numbers as ONNX packs them, little end first. */
final class OnnxNumbers {

  private OnnxNumbers() {}

  /** Whether all numbers of {@code size} bytes each, 4 or 8, are finite. */
  static boolean areFinite(ByteString packed, int size) {
    ByteBuffer numbers = packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean areFinite = true;
    while (numbers.remaining() >= size) {
      areFinite &=
          size == Float.BYTES
              ? Float.isFinite(numbers.getFloat())
              : Double.isFinite(numbers.getDouble());
    }
    return areFinite;
  }

  /** Whether all numbers of 16 bits are finite: those whose exponent is not all ones. */
  static boolean areFinite16(ByteString packed, int exponent) {
    ByteBuffer numbers = packed.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean areFinite = true;
    while (numbers.remaining() >= Short.BYTES) {
      areFinite &= (numbers.getShort() & exponent) != exponent;
    }
    return areFinite;
  }
}
