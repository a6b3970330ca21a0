package io.tiffin.model.djl.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.tiffin.model.Bundle;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.djl.Bundles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A model by hand with the inputs and the output of the Keras bundle: three quantiles, each twice
 * the sum of the numbers. Messages are of onnx.proto, by its field numbers.
 */
final class OnnxBundle {

  private OnnxBundle() {}

  /** The model with its graph changed, as a bundle. */
  static Bundle of(Path directory, UnaryOperator<UnknownFieldSet> change) throws Exception {
    return ofBytes(directory, model(change.apply(graph())).toByteArray());
  }

  static Bundle ofBytes(Path directory, byte[] model) throws Exception {
    return ofBytes(directory, model, new Engine("OnnxRuntime", "1"));
  }

  static Bundle ofBytes(Path directory, byte[] model, Engine engine) throws Exception {
    Files.createDirectories(directory);
    Files.write(directory.resolve("model.onnx"), model);
    Files.copy(
        Path.of("src/test/models/keras/1/samples.jsonl"), directory.resolve("samples.jsonl"));
    Manifest keras = Bundles.read("keras").manifest();
    ManifestWriter.write(
        directory,
        new Manifest(
            keras.manifestVersion(),
            keras.name(),
            keras.version(),
            engine,
            keras.signature(),
            keras.inputs(),
            keras.outputs(),
            keras.timeLeft(),
            keras.evaluation(),
            keras.samples(),
            keras.files()));
    return Bundles.read(directory);
  }

  static UnknownFieldSet model(UnknownFieldSet graph) {
    return message()
        .mergeField(1, number(8))
        .mergeField(7, bytes(graph))
        .mergeField(8, bytes(operators("", 17)))
        .build();
  }

  static UnknownFieldSet graph() {
    return message()
        .mergeField(1, bytes(node("MatMul", "", List.of("numbers", "weights"), "minutes")))
        .mergeField(2, text("graph"))
        .mergeField(5, bytes(weights(2)))
        .mergeField(11, bytes(value("numbers", 1, 2)))
        .mergeField(11, bytes(value("cuisine", 7, 1)))
        .mergeField(12, bytes(value("minutes", 1, 3)))
        .build();
  }

  /** A 2 × 3 matrix of one number. */
  static UnknownFieldSet weights(float number) {
    ByteBuffer raw = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < 6; index++) {
      raw.putFloat(number);
    }
    return tensor("weights", 1, raw.array());
  }

  static UnknownFieldSet tensor(String name, int type, byte[] raw) {
    return message()
        .mergeField(1, number(2))
        .mergeField(1, number(3))
        .mergeField(2, number(type))
        .mergeField(8, text(name))
        .mergeField(9, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(raw)).build())
        .build();
  }

  static UnknownFieldSet node(String operator, String domain, List<String> inputs, String output) {
    UnknownFieldSet.Builder node = message();
    inputs.forEach(input -> node.mergeField(1, text(input)));
    return node.mergeField(2, text(output))
        .mergeField(3, text(output))
        .mergeField(4, text(operator))
        .mergeField(7, text(domain))
        .build();
  }

  /** A node whose attribute is a graph. */
  static UnknownFieldSet branch(UnknownFieldSet graph) {
    UnknownFieldSet attribute =
        message()
            .mergeField(1, text("then_branch"))
            .mergeField(6, bytes(graph))
            .mergeField(20, number(5))
            .build();
    return node("If", "", List.of("yes"), "either").toBuilder()
        .mergeField(5, bytes(attribute))
        .build();
  }

  static UnknownFieldSet operators(String domain, int version) {
    return message().mergeField(1, text(domain)).mergeField(2, number(version)).build();
  }

  static UnknownFieldSet value(String name, int type, int columns) {
    UnknownFieldSet rows = message().mergeField(2, text("rows")).build();
    UnknownFieldSet width = message().mergeField(1, number(columns)).build();
    UnknownFieldSet shape =
        message().mergeField(1, bytes(rows)).mergeField(1, bytes(width)).build();
    UnknownFieldSet tensor =
        message().mergeField(1, number(type)).mergeField(2, bytes(shape)).build();
    return message()
        .mergeField(1, text(name))
        .mergeField(2, bytes(message().mergeField(1, bytes(tensor)).build()))
        .build();
  }

  static UnknownFieldSet.Builder message() {
    return UnknownFieldSet.newBuilder();
  }

  static Field number(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  static Field text(String value) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(value)).build();
  }

  static Field bytes(UnknownFieldSet message) {
    return Field.newBuilder().addLengthDelimited(message.toByteString()).build();
  }
}
