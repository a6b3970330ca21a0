package io.tiffin.model;

import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.TensorType;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * The input of one model call: for each input tensor of the manifest a row-major array, one row per
 * order. Filled by one thread, then read-only. Those of several calls can be joined without copying
 * them.
 */
public final class Examples {

  private final int rows;
  private final float[][] floats;
  private final long[][] longs;
  private final int[] columns;

  /** What this joins, in order; of itself it has no values then. */
  private final List<Examples> parts;

  /** Zeroed input for {@code rows} orders. */
  public Examples(List<InputTensor> tensors, int rows) {
    this.rows = rows;
    parts = List.of();
    floats = new float[tensors.size()][];
    longs = new long[tensors.size()][];
    columns = new int[tensors.size()];
    for (int tensor = 0; tensor < columns.length; tensor++) {
      InputTensor declared = tensors.get(tensor);
      columns[tensor] = declared.columns().size();
      boolean isFloat = declared.type() == TensorType.FLOAT32;
      floats[tensor] = new float[isFloat ? rows * columns[tensor] : 0];
      longs[tensor] = new long[isFloat ? 0 : rows * columns[tensor]];
    }
  }

  private Examples(List<Examples> parts) {
    this.parts = parts;
    int all = 0;
    for (Examples part : parts) {
      all += part.rows;
    }
    rows = all;
    columns = parts.getFirst().columns;
    floats = new float[0][];
    longs = new long[0][];
  }

  /**
   * The rows of all of them, in order; read-only.
   *
   * @param parts at least one, laid out for the same model
   */
  static Examples joined(List<Examples> parts) {
    return new Examples(parts);
  }

  /** Number of orders. */
  public int rows() {
    return rows;
  }

  public void set(int tensor, int row, int column, float value) {
    floats[tensor][row * columns[tensor] + column] = value;
  }

  public void set(int tensor, int row, int column, long value) {
    longs[tensor][row * columns[tensor] + column] = value;
  }

  /** Writes the values of a FLOAT32 tensor, row by row, into what an engine takes. */
  public void write(int tensor, FloatBuffer to) {
    if (parts.isEmpty()) {
      to.put(floats[tensor]);
    }
    for (Examples part : parts) {
      part.write(tensor, to);
    }
  }

  /** Writes the values of an INT64 tensor, row by row, into what an engine takes. */
  public void write(int tensor, LongBuffer to) {
    if (parts.isEmpty()) {
      to.put(longs[tensor]);
    }
    for (Examples part : parts) {
      part.write(tensor, to);
    }
  }

  /** Row-major values of a FLOAT32 tensor; not to be changed. Of joined ones it is a copy. */
  public float[] floats(int tensor) {
    if (!parts.isEmpty()) {
      float[] values = new float[rows * columns[tensor]];
      write(tensor, FloatBuffer.wrap(values));
      return values;
    }
    return floats[tensor];
  }

  /** Row-major values of an INT64 tensor; not to be changed. Of joined ones it is a copy. */
  public long[] longs(int tensor) {
    if (!parts.isEmpty()) {
      long[] values = new long[rows * columns[tensor]];
      write(tensor, LongBuffer.wrap(values));
      return values;
    }
    return longs[tensor];
  }
}
