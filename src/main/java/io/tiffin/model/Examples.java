package io.tiffin.model;

import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.TensorType;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * The input of one model call: for each input tensor of the manifest a row-major array, one row per
 * order. Filled by one thread, then read-only.
 */
public final class Examples {

  private final int rows;
  private final float[][] floats;
  private final long[][] longs;
  private final int[] columns;

  /** Zeroed input for {@code rows} orders. */
  public Examples(List<InputTensor> tensors, int rows) {
    this.rows = rows;
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
    to.put(floats[tensor]);
  }

  /** Writes the values of an INT64 tensor, row by row, into what an engine takes. */
  public void write(int tensor, LongBuffer to) {
    to.put(longs[tensor]);
  }

  /** Row-major values of a FLOAT32 tensor; not to be changed. */
  public float[] floats(int tensor) {
    return floats[tensor];
  }

  /** Row-major values of an INT64 tensor; not to be changed. */
  public long[] longs(int tensor) {
    return longs[tensor];
  }
}
