/**
 * ONNX files checked, run and closed through DJL's ONNX Runtime, the second engine. Removing this
 * room and its library removes the engine and nothing else.
 *
 * <p>This room must not know stores, HTTP, how features are found, or TensorFlow. Its only door is
 * the bean of {@link io.tiffin.model.ModelEngine}. Start at {@code OnnxEngine}; the format is
 * onnx.proto, whose field numbers stand in {@code OnnxGraph}, {@code OnnxNode} and {@code
 * OnnxTensor}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"model", "model.djl", "feature", "batching"})
package io.tiffin.model.djl.onnx;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
