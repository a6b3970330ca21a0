package io.tiffin.model.djl.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.tiffin.model.BundleRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message of an ONNX file, read strictly: a field that is not known, is written in another wire
 * type, or is there twice where it may be there once is refused, since the engine might read of it
 * what was not checked. Bytes are shared with the file and not copied.
 */
final class OnnxMessage {

  /** What every message of a file may hold together. Chosen: a thousand times a model's. */
  private static final int MOST_FIELDS = 4_000_000;

  private final String file;
  private final String name;
  private final Map<Integer, List<Object>> fields;
  private final int[] fieldsLeft;

  private OnnxMessage(String file, String name, ByteString bytes, int[] fieldsLeft)
      throws BundleRefusedException {
    this.file = file;
    this.name = name;
    this.fieldsLeft = fieldsLeft;
    fields = read(bytes);
  }

  /** The message that is the whole of a file. */
  static OnnxMessage parse(String file, ByteString bytes) throws BundleRefusedException {
    return new OnnxMessage(file, "", bytes, new int[] {MOST_FIELDS});
  }

  /** Values are {@link Long}, or {@link Float} for 32 and {@link Double} for 64 fixed bits. */
  private Map<Integer, List<Object>> read(ByteString bytes) throws BundleRefusedException {
    Map<Integer, List<Object>> read = new TreeMap<>();
    CodedInputStream in = bytes.newCodedInput();
    in.enableAliasing(true);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (--fieldsLeft[0] < 0) {
          throw refusal("holds too many fields");
        }
        read.computeIfAbsent(WireFormat.getTagFieldNumber(tag), _ -> new ArrayList<>(1))
            .add(value(in, tag));
      }
    } catch (IOException malformed) {
      throw malformed(malformed);
    }
    return read;
  }

  private Object value(CodedInputStream in, int tag) throws IOException, BundleRefusedException {
    return switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
      case WireFormat.WIRETYPE_FIXED32 -> Float.intBitsToFloat(in.readRawLittleEndian32());
      case WireFormat.WIRETYPE_FIXED64 -> Double.longBitsToDouble(in.readRawLittleEndian64());
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readBytes();
      default -> throw refusal("holds a group, which ONNX has none of");
    };
  }

  /** A refusal that says which message it is about. */
  BundleRefusedException refusal(String sentence) {
    return new BundleRefusedException(file + ": " + name + sentence);
  }

  private BundleRefusedException malformed(IOException failure) {
    return new BundleRefusedException(file + ": is not ONNX: " + failure.getMessage(), failure);
  }

  /** Refuses fields that are none of these. */
  void allow(Set<Integer> known) throws BundleRefusedException {
    for (int field : fields.keySet()) {
      if (!known.contains(field)) {
        throw refusal("holds field " + field + ", which this Tiffin does not read");
      }
    }
  }

  boolean has(int field) {
    return fields.containsKey(field);
  }

  /** Text of a field that is there at most once; empty if it is not there. */
  String text(int field) throws BundleRefusedException {
    Object value = single(field);
    return value == null ? "" : bytes(value, field).toString(StandardCharsets.UTF_8);
  }

  List<String> texts(int field) throws BundleRefusedException {
    List<String> texts = new ArrayList<>();
    for (Object value : all(field)) {
      texts.add(bytes(value, field).toString(StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** A whole number of a field that is there at most once; 0 if it is not there. */
  long number(int field) throws BundleRefusedException {
    Object value = single(field);
    if (value == null) {
      return 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw refusal("field " + field + " is not a number");
  }

  /** Bytes of a field that is there at most once; empty if it is not there. */
  ByteString bytes(int field) throws BundleRefusedException {
    Object value = single(field);
    return value == null ? ByteString.EMPTY : bytes(value, field);
  }

  /** Whole numbers, one by one or packed. */
  List<Long> numbers(int field) throws BundleRefusedException {
    List<Long> numbers = new ArrayList<>();
    for (Object value : all(field)) {
      if (value instanceof Long number) {
        numbers.add(number);
      } else {
        unpack(bytes(value, field), numbers);
      }
    }
    return numbers;
  }

  private void unpack(ByteString packed, List<Long> numbers) throws BundleRefusedException {
    CodedInputStream in = packed.newCodedInput();
    try {
      while (!in.isAtEnd()) {
        if (--fieldsLeft[0] < 0) {
          throw refusal("holds too many numbers");
        }
        numbers.add(in.readRawVarint64());
      }
    } catch (IOException malformed) {
      throw malformed(malformed);
    }
  }

  /** Whether every floating-point number of a field, one by one or packed, is finite. */
  boolean isFinite(int field, int size) throws BundleRefusedException {
    for (Object value : all(field)) {
      boolean isFinite =
          switch (value) {
            case Float number -> Float.isFinite(number);
            case Double number -> Double.isFinite(number);
            case ByteString packed -> OnnxNumbers.areFinite(packed, size);
            default -> throw refusal("field " + field + " is not a number");
          };
      if (!isFinite) {
        return false;
      }
    }
    return true;
  }

  /** A message that is there at most once; null if it is not there. */
  @Nullable OnnxMessage message(int field, String what) throws BundleRefusedException {
    Object value = single(field);
    return value == null ? null : nested(value, field, what);
  }

  List<OnnxMessage> messages(int field, String what) throws BundleRefusedException {
    List<OnnxMessage> messages = new ArrayList<>();
    for (Object value : all(field)) {
      messages.add(nested(value, field, what));
    }
    return messages;
  }

  private OnnxMessage nested(Object value, int field, String what) throws BundleRefusedException {
    return new OnnxMessage(file, what + " ", bytes(value, field), fieldsLeft);
  }

  private ByteString bytes(Object value, int field) throws BundleRefusedException {
    if (value instanceof ByteString bytes) {
      return bytes;
    }
    throw refusal("field " + field + " is a number");
  }

  private List<Object> all(int field) {
    return fields.getOrDefault(field, List.of());
  }

  private @Nullable Object single(int field) throws BundleRefusedException {
    List<Object> values = all(field);
    if (values.size() > 1) {
      throw refusal("field " + field + " is there twice");
    }
    return values.isEmpty() ? null : values.getFirst();
  }
}
