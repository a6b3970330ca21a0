package io.tiffin.training;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants as ONNX stores them: as they are, in 16 bits, or in 8 with a scale a column. */
final class OnnxWeights {

  /** The largest of 8 bits; −128 is left out, so that both signs have as many steps. */
  private static final int MOST = 127;

  private OnnxWeights() {}

  static ByteString floats(float[] values) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  static ByteString halves(float[] values) {
    ByteBuffer bytes = buffer(values.length * Short.BYTES);
    for (float value : values) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return ByteString.copyFrom(bytes.flip());
  }

  static ByteString ints(long[] values) {
    ByteBuffer bytes = buffer(values.length * Integer.BYTES);
    for (long value : values) {
      bytes.putInt((int) value);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  static ByteString longs(long... values) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return ByteString.copyFrom(bytes.flip());
  }

  static ByteString booleans(boolean[] values) {
    ByteBuffer bytes = buffer(values.length);
    for (boolean value : values) {
      bytes.put((byte) (value ? 1 : 0));
    }
    return ByteString.copyFrom(bytes.flip());
  }

  /** What each column's steps are worth: its largest value is the last step. */
  static float[] scales(float[] matrix, int columns) {
    float[] scales = new float[columns];
    for (int index = 0; index < matrix.length; index++) {
      int column = index % columns;
      scales[column] = Math.max(scales[column], Math.abs(matrix[index]) / MOST);
    }
    for (int column = 0; column < columns; column++) {
      scales[column] = scales[column] == 0 ? 1 : scales[column];
    }
    return scales;
  }

  /** The matrix in steps of its columns' scales. */
  static ByteString quantised(float[] matrix, float[] scales) {
    byte[] steps = new byte[matrix.length];
    for (int index = 0; index < matrix.length; index++) {
      steps[index] = (byte) Math.round(matrix[index] / scales[index % scales.length]);
    }
    return ByteString.copyFrom(steps);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
