package io.tiffin.model.djl.onnx;

import com.google.protobuf.ByteString;
import io.tiffin.model.BundleRefusedException;
import java.util.List;
import java.util.Set;

/** The constants of an ONNX model. */
final class OnnxTensor {

  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int INT64_DATA = 7;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int DOUBLE_DATA = 10;
  private static final int UINT64_DATA = 11;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  /** All but segments, strings and external data; doc strings and metadata say nothing. */
  private static final Set<Integer> READ =
      Set.of(
          DIMS,
          DATA_TYPE,
          FLOAT_DATA,
          INT32_DATA,
          INT64_DATA,
          NAME,
          RAW_DATA,
          DOUBLE_DATA,
          UINT64_DATA,
          EXTERNAL_DATA,
          DATA_LOCATION,
          12,
          16);

  /** Elements of a constant. Chosen: more than the file may have bytes. */
  private static final long MOST_ELEMENTS = OnnxGraph.MAX_BYTES;

  private OnnxTensor() {}

  /**
   * Refuses a constant that is not in the file itself, not of numbers, or not finite.
   *
   * @return its name
   */
  static String check(OnnxMessage tensor) throws BundleRefusedException {
    String name = tensor.text(NAME);
    if (tensor.has(EXTERNAL_DATA) || tensor.number(DATA_LOCATION) != 0) {
      throw tensor.refusal("'" + name + "' lies in another file");
    }
    tensor.allow(READ);
    OnnxType type =
        OnnxType.of(tensor.number(DATA_TYPE))
            .orElseThrow(() -> tensor.refusal("'" + name + "' is not a tensor of numbers"));
    checkSize(tensor, name, type);
    if (!isFinite(tensor, type)) {
      throw tensor.refusal("'" + name + "' holds NaN or infinity");
    }
    return name;
  }

  private static void checkSize(OnnxMessage tensor, String name, OnnxType type)
      throws BundleRefusedException {
    long elements = 1;
    List<Long> dimensions = tensor.numbers(DIMS);
    for (long dimension : dimensions) {
      if (dimension < 0 || dimension > MOST_ELEMENTS) {
        throw tensor.refusal("'" + name + "' has the shape " + dimensions);
      }
      elements = Math.min(elements * dimension, MOST_ELEMENTS + 1);
    }
    ByteString raw = tensor.bytes(RAW_DATA);
    boolean fits = elements <= MOST_ELEMENTS;
    if (!raw.isEmpty()) {
      fits &= raw.size() == elements * type.bytes();
    }
    if (!fits) {
      throw tensor.refusal(
          "'" + name + "' has the shape " + dimensions + ", which its data do not fill");
    }
  }

  private static boolean isFinite(OnnxMessage tensor, OnnxType type) throws BundleRefusedException {
    ByteString raw = tensor.bytes(RAW_DATA);
    boolean isFinite =
        tensor.isFinite(FLOAT_DATA, Float.BYTES) && tensor.isFinite(DOUBLE_DATA, Double.BYTES);
    return isFinite
        && switch (type) {
          case FLOAT -> OnnxNumbers.areFinite(raw, Float.BYTES);
          case DOUBLE -> OnnxNumbers.areFinite(raw, Double.BYTES);
          case FLOAT16 -> areFinite16(tensor, raw, 0x7C00);
          case BFLOAT16 -> areFinite16(tensor, raw, 0x7F80);
          default -> true;
        };
  }

  /** Numbers of 16 bits lie in the raw bytes or, one for each, in whole numbers. */
  private static boolean areFinite16(OnnxMessage tensor, ByteString raw, int exponent)
      throws BundleRefusedException {
    return OnnxNumbers.areFinite16(raw, exponent)
        && tensor.numbers(INT32_DATA).stream().allMatch(number -> (number & exponent) != exponent);
  }
}
