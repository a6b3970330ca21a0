package io.tiffin.model.djl.onnx;

import java.util.Arrays;
import java.util.Optional;

/** Element types of ONNX tensors that hold numbers, by the format's own numbers. */
enum OnnxType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  UINT32(12, 4),
  UINT64(13, 8),
  BFLOAT16(16, 2);

  private final int number;
  private final int bytes;

  OnnxType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** The type of a number; empty for text, complex numbers and those of less than a byte. */
  static Optional<OnnxType> of(long number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }
}
