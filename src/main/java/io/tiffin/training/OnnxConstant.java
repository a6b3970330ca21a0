package io.tiffin.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** A constant of TensorFlow's graph, as numbers. */
final class OnnxConstant {

  private final TensorProto tensor;
  private final long[] shape;
  private final int size;

  private OnnxConstant(TensorProto tensor) {
    this.tensor = tensor;
    shape =
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    long elements = 1;
    for (long dimension : shape) {
      elements *= dimension;
    }
    size = Math.toIntExact(elements);
  }

  static OnnxConstant of(NodeDef node) {
    return new OnnxConstant(node.getAttrOrThrow("value").getTensor());
  }

  long[] shape() {
    return shape;
  }

  int size() {
    return size;
  }

  OnnxFile.ElementType type() throws TrainingInputException {
    return OnnxFile.ElementType.of(tensor.getDtype());
  }

  /** The elements of a constant of floating-point numbers. */
  float[] floats() {
    ByteBuffer content = content();
    float[] floats = new float[size];
    for (int index = 0; index < size; index++) {
      int listed = listed(index, tensor.getFloatValCount());
      float single = listed < 0 ? 0 : tensor.getFloatVal(listed);
      floats[index] = content.hasRemaining() ? content.getFloat() : single;
    }
    return floats;
  }

  /** The elements of a constant of truth values. */
  boolean[] booleans() {
    ByteBuffer content = content();
    boolean[] booleans = new boolean[size];
    for (int index = 0; index < size; index++) {
      int listed = listed(index, tensor.getBoolValCount());
      boolean single = listed >= 0 && tensor.getBoolVal(listed);
      booleans[index] = content.hasRemaining() ? content.get() != 0 : single;
    }
    return booleans;
  }

  /** The elements of a constant of whole numbers, of 32 or 64 bits. */
  long[] wholeNumbers() throws TrainingInputException {
    return switch (type()) {
      case INT32 -> ints();
      case INT64 -> longs();
      default -> throw new TrainingInputException("a constant is not of whole numbers");
    };
  }

  private long[] ints() {
    ByteBuffer content = content();
    long[] numbers = new long[size];
    for (int index = 0; index < size; index++) {
      int listed = listed(index, tensor.getIntValCount());
      int single = listed < 0 ? 0 : tensor.getIntVal(listed);
      numbers[index] = content.hasRemaining() ? content.getInt() : single;
    }
    return numbers;
  }

  private long[] longs() {
    ByteBuffer content = content();
    long[] numbers = new long[size];
    for (int index = 0; index < size; index++) {
      int listed = listed(index, tensor.getInt64ValCount());
      long single = listed < 0 ? 0 : tensor.getInt64Val(listed);
      numbers[index] = content.hasRemaining() ? content.getLong() : single;
    }
    return numbers;
  }

  private ByteBuffer content() {
    return tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Where an element stands that is written singly: the last stands for all that follow. −1 if none
   * is written, which is zero.
   */
  private static int listed(int index, int count) {
    return Math.min(index, count - 1);
  }
}
