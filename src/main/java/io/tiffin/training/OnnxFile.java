package io.tiffin.training;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * An ONNX model in the making, written by the field numbers of onnx.proto. The same calls in the
 * same order give the same bytes.
 */
final class OnnxFile {

  /** The format's version and that of its operators; both of 2022, for old engines' sake. */
  private static final int FORMAT = 8;

  private static final int OPERATORS = 17;

  private static final String PRODUCER = "tiffin";

  private final Message graph = new Message();

  /** Types of elements by the format's numbers. */
  enum ElementType {
    FLOAT(1),
    INT8(3),
    INT32(6),
    INT64(7),
    BOOL(9),
    FLOAT16(10);

    private final int number;

    ElementType(int number) {
      this.number = number;
    }

    /** The same type in TensorFlow. */
    static ElementType of(DataType type) throws TrainingInputException {
      return switch (type) {
        case DT_FLOAT -> FLOAT;
        case DT_INT32 -> INT32;
        case DT_INT64 -> INT64;
        case DT_BOOL -> BOOL;
        default -> throw new TrainingInputException("there is no ONNX here for " + type);
      };
    }
  }

  /** An attribute of a node; whole numbers only, since no more is needed. */
  record Attribute(String name, long value) {}

  /** Adds an operation with one output. */
  void node(String operator, List<String> inputs, String output, Attribute... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output).text(4, operator);
    for (Attribute attribute : attributes) {
      int wholeNumber = 2;
      node.message(
          5,
          new Message()
              .text(1, attribute.name())
              .number(3, attribute.value())
              .number(20, wholeNumber));
    }
    graph.message(1, node);
  }

  /** Adds zeros of the shape that another tensor holds. */
  void zeros(String shape, String output) {
    int tensor = 4;
    Message zero = tensor("", ElementType.FLOAT, new long[] {1}, ByteString.copyFrom(new byte[4]));
    graph.message(
        1,
        new Message()
            .text(1, shape)
            .text(2, output)
            .text(3, output)
            .text(4, "ConstantOfShape")
            .message(5, new Message().text(1, "value").message(5, zero).number(20, tensor)));
  }

  /**
   * Adds a constant.
   *
   * @param values its elements, row-major, little end first
   */
  void constant(String name, ElementType type, long[] shape, ByteString values) {
    graph.message(5, tensor(name, type, shape, values));
  }

  private static Message tensor(String name, ElementType type, long[] shape, ByteString values) {
    Message tensor = new Message();
    for (long dimension : shape) {
      tensor.number(1, dimension);
    }
    return tensor.number(2, type.number).text(8, name).bytes(9, values);
  }

  /** Declares an input of any number of rows. */
  void input(String name, ElementType type, long columns) {
    graph.message(11, value(name, type, columns));
  }

  /** Declares an output of any number of rows. */
  void output(String name, ElementType type, long columns) {
    graph.message(12, value(name, type, columns));
  }

  private static Message value(String name, ElementType type, long columns) {
    Message shape =
        new Message()
            .message(1, new Message().text(2, "rows"))
            .message(1, new Message().number(1, columns));
    Message tensor = new Message().number(1, type.number).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** The whole file. */
  ByteString bytes() {
    Message set = new Message().text(1, "").number(2, OPERATORS);
    return new Message()
        .number(1, FORMAT)
        .text(2, PRODUCER)
        .message(7, graph.text(2, PRODUCER))
        .message(8, set)
        .bytes();
  }

  /** A protocol-buffer message in the making. */
  private static final class Message {

    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Writes one field. */
    private interface Field {

      void write() throws IOException;
    }

    Message number(int field, long value) {
      return write(() -> out.writeInt64(field, value));
    }

    Message text(int field, String value) {
      return write(() -> out.writeString(field, value));
    }

    Message bytes(int field, ByteString value) {
      return write(() -> out.writeBytes(field, value));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    ByteString bytes() {
      write(out::flush);
      return bytes.toByteString();
    }

    private Message write(Field field) {
      try {
        field.write();
      } catch (IOException impossible) {
        throw new UncheckedIOException("memory takes every byte", impossible);
      }
      return this;
    }
  }
}
