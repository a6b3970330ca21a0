package io.tiffin.model.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Legs;
import io.tiffin.model.Manifest.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examples to tensors and back. Every tensor lives in the manager of its call, which the predictor
 * closes. Inputs are named, for the engine binds unnamed ones by position against the sorted names
 * of the signature. Belongs to one predictor and so to one thread at a time: it keeps the buffers
 * that it copies through, since the engine takes nothing but direct ones.
 */
final class TensorTranslator implements NoBatchifyTranslator<Examples, Inference> {

  private static final float[] NONE = {};

  private final List<InputTensor> inputs;
  private final String minutes;
  private final int quantiles;
  private final @Nullable String legs;
  private final ByteBuffer[] buffers;
  private int rows;

  TensorTranslator(Manifest manifest) {
    inputs = manifest.inputs();
    minutes = manifest.outputs().minutes().output();
    quantiles = manifest.outputs().minutes().quantiles().size();
    Legs declared = manifest.outputs().legs();
    legs = declared == null ? null : declared.output();
    buffers = new ByteBuffer[inputs.size()];
    Arrays.fill(buffers, ByteBuffer.allocateDirect(0));
  }

  @Override
  public NDList processInput(TranslatorContext context, Examples examples) {
    rows = examples.rows();
    NDManager manager = context.getNDManager();
    NDList tensors = new NDList(inputs.size());
    for (int index = 0; index < inputs.size(); index++) {
      tensors.add(tensor(manager, index, examples));
    }
    return tensors;
  }

  private NDArray tensor(NDManager manager, int index, Examples examples) {
    InputTensor input = inputs.get(index);
    boolean isFloat = input.type() == TensorType.FLOAT32;
    int values = rows * input.columns().size();
    ByteBuffer buffer = buffer(index, values * (isFloat ? Float.BYTES : Long.BYTES));
    if (isFloat) {
      examples.write(index, buffer.asFloatBuffer());
    } else {
      examples.write(index, buffer.asLongBuffer());
    }
    DataType type = isFloat ? DataType.FLOAT32 : DataType.INT64;
    NDArray tensor = manager.create(buffer, new Shape(rows, input.columns().size()), type);
    tensor.setName(input.name());
    return tensor;
  }

  /** The buffer of a tensor, grown to what was ever needed; the engine copies out of it at once. */
  private ByteBuffer buffer(int index, int bytes) {
    if (buffers[index].capacity() < bytes) {
      buffers[index] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    return buffers[index].clear().limit(bytes);
  }

  @Override
  public Inference processOutput(TranslatorContext context, NDList outputs) {
    float[] told = values(outputs, minutes, rows, quantiles);
    float[] toldLegs = legs == null ? NONE : values(outputs, legs, rows, SignatureRules.LEGS);
    if (told == null || toldLegs == null) {
      return new Failed(
          Reason.ERROR,
          "the model answered " + describe(outputs) + " for " + rows + " orders",
          null);
    }
    return new Answered(told, toldLegs);
  }

  /** The values of an output; null if it is not there or has another shape. */
  private static float @Nullable [] values(NDList outputs, String name, int rows, int columns) {
    NDArray output = outputs.get(name);
    boolean fits =
        output != null
            && output.getDataType() == DataType.FLOAT32
            && output.getShape().equals(new Shape(rows, columns));
    return fits ? output.toFloatArray() : null;
  }

  private static String describe(NDList outputs) {
    StringBuilder text = new StringBuilder();
    for (NDArray output : outputs) {
      text.append(text.isEmpty() ? "" : ", ").append(output.getName()).append(output.getShape());
    }
    return text.toString();
  }
}
