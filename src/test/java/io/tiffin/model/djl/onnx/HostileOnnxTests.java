package io.tiffin.model.djl.onnx;

import static io.tiffin.model.djl.onnx.OnnxBundle.branch;
import static io.tiffin.model.djl.onnx.OnnxBundle.bytes;
import static io.tiffin.model.djl.onnx.OnnxBundle.graph;
import static io.tiffin.model.djl.onnx.OnnxBundle.message;
import static io.tiffin.model.djl.onnx.OnnxBundle.model;
import static io.tiffin.model.djl.onnx.OnnxBundle.node;
import static io.tiffin.model.djl.onnx.OnnxBundle.number;
import static io.tiffin.model.djl.onnx.OnnxBundle.operators;
import static io.tiffin.model.djl.onnx.OnnxBundle.tensor;
import static io.tiffin.model.djl.onnx.OnnxBundle.text;
import static io.tiffin.model.djl.onnx.OnnxBundle.value;
import static io.tiffin.model.djl.onnx.OnnxBundle.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import io.tiffin.model.TestCatalogue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody would hide in an ONNX file who wants more of the machine than an estimate. */
class HostileOnnxTests {

  private static final byte[] SIX = new byte[24];

  @TempDir private Path directory;

  private final FakeTicker ticker = new FakeTicker();
  private final ModelLoader loader =
      BothEngines.loader(
          TestCatalogue.catalogue(),
          new ModelPools(new PoolSize(1, 4), new SimpleMeterRegistry(), ticker),
          ticker);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Loop",
        "Scan",
        "RandomNormal",
        "RandomUniformLike",
        "Multinomial",
        "Bernoulli",
        "Dropout",
        "StringConcat",
        "StringNormalizer",
        "RegexFullMatch",
        "TfIdfVectorizer",
        "ImageDecoder",
        "SequenceMap",
        "OptionalGetElement",
        "PyOp",
        "SomebodysOwnOperator"
      })
  void anOperatorThatIsNotListedIsRefusedWhereverItStands(String operator) throws Exception {
    UnknownFieldSet hidden = node(operator, "", List.of("numbers"), "hidden");
    UnknownFieldSet within = message().mergeField(1, bytes(hidden)).build();

    assertRefused(
        bundle("graph", withNode(hidden)),
        "model.onnx: operator " + operator + " (node 'hidden') is not among those");
    assertRefused(
        bundle("branch", withNode(branch(withNode(branch(within))))),
        "model.onnx: operator " + operator + " (node 'hidden') is not among those");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"com.microsoft", "somebody", "ai.onnx.training", "ai.onnx.preview.training"})
  void anOperatorOutsideTheStandardIsRefused(String domain) throws Exception {
    assertRefused(
        bundle("node", withNode(node("MatMul", domain, List.of("numbers"), "hidden"))),
        "operator " + domain + ".MatMul (node 'hidden') is not among those");
    assertRefused(
        bundleOf("set", with(model(graph()), 8, bytes(operators(domain, 1)))),
        "an operator set is '" + domain + "', and only the standard's own are run here");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("hostileModels")
  void aFileThatIsMoreThanAPlainModelIsRefused(UnknownFieldSet model, String sentence)
      throws Exception {
    assertRefused(bundleOf("model", model), sentence);
  }

  static Stream<Arguments> hostileModels() {
    UnknownFieldSet outside =
        message().mergeField(1, text("location")).mergeField(2, text("../secret")).build();
    UnknownFieldSet external = with(weights(2), 13, bytes(outside));
    UnknownFieldSet nan =
        message().mergeField(1, text("value")).mergeField(2, single(Float.NaN)).build();
    return Stream.of(
        Arguments.of(
            model(withConstant(external)), "model.onnx: constant 'weights' lies in another file"),
        Arguments.of(
            model(withConstant(with(weights(2), 14, number(1)))),
            "model.onnx: constant 'weights' lies in another file"),
        Arguments.of(
            model(withConstant(weights(Float.NaN))),
            "model.onnx: constant 'weights' holds NaN or infinity"),
        Arguments.of(
            model(withConstant(weights(Float.NEGATIVE_INFINITY))), "holds NaN or infinity"),
        Arguments.of(
            model(withConstant(tensor("weights", 10, halves(0x7C00)))), "holds NaN or infinity"),
        Arguments.of(
            model(withConstant(tensor("weights", 16, halves(0x7F81)))), "holds NaN or infinity"),
        Arguments.of(
            model(withConstant(tensor("weights", 8, SIX))), "'weights' is not a tensor of numbers"),
        Arguments.of(
            model(withConstant(tensor("weights", 1, new byte[20]))),
            "'weights' has the shape [2, 3], which its data do not fill"),
        Arguments.of(model(withConstant(with(weights(2), 1, number(1L << 40)))), "has the shape"),
        Arguments.of(
            model(withConstant(with(weights(2), 1, number(-1)))), "has the shape [2, 3, -1]"),
        Arguments.of(
            model(withNode(with(node("Relu", "", List.of("numbers"), "x"), 5, bytes(nan)))),
            "an attribute 'value' holds NaN or infinity"),
        Arguments.of(
            model(withNode(with(node("Relu", "", List.of("numbers"), "x"), 8, text("other")))),
            "a node holds field 8, which this Tiffin does not read"),
        Arguments.of(
            model(with(graph(), 15, bytes(message().build()))), "the graph holds field 15"),
        Arguments.of(
            with(model(graph()), 25, bytes(message().build())), "holds functions or training"),
        Arguments.of(
            with(model(graph()), 20, bytes(message().build())), "holds functions or training"),
        Arguments.of(with(model(graph()), 7, bytes(graph())), "field 7 is there twice"),
        Arguments.of(with(model(graph()), 99, number(1)), "holds field 99"),
        Arguments.of(model(deep(20)), "holds graphs more than 8 deep"),
        Arguments.of(message().mergeField(1, number(8)).build(), "model.onnx: holds no graph"),
        Arguments.of(
            model(with(graph(), 11, bytes(value("more", 1, 2)))),
            "signature takes the inputs [cuisine, more, numbers], the manifest feeds"),
        Arguments.of(
            model(message().mergeFrom(graph()).clearField(12).build()),
            "signature has no output 'minutes', only []"),
        Arguments.of(
            model(replaced(12, value("minutes", 1, 4))),
            "output 'minutes' has the shape [-1, 4], expected [any number of orders, 3]"),
        Arguments.of(
            model(replaced(12, value("minutes", 11, 3))),
            "output 'minutes' is of type DOUBLE, expected FLOAT"));
  }

  @Test
  void bytesThatAreNoModelAreRefused() throws Exception {
    Bundle bundle =
        OnnxBundle.ofBytes(
            directory.resolve("text"), "this is no model".getBytes(StandardCharsets.UTF_8));

    assertRefused(bundle, "model.onnx: ");
  }

  /** Seeded: whatever the bytes are, they are read as a model or refused in a sentence. */
  @Test
  void noBytesBreakTheReader() {
    byte[] whole = model(withNode(branch(graph()))).toByteArray();
    Random random = new Random(7);
    int refused = 0;
    int rounds = 20_000 * Integer.getInteger("tiffin.test.scale", 1);
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = mutated(whole, random);
      try {
        OnnxOperations.check(OnnxGraph.parse(ByteString.copyFrom(bytes)).nodes());
      } catch (BundleRefusedException sentence) {
        assertThat(sentence).hasMessageStartingWith("model.onnx: ");
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 2, rounds - 1);
  }

  /** The control: the engine by itself reads whatever file a model names. */
  @Test
  void theEngineAloneWouldReadAFileOutsideTheBundle() throws Exception {
    OnnxLibrary.load(BothEngines.NATIVE);
    Files.write(directory.resolve("secret"), weightsOf(21));
    UnknownFieldSet outside =
        message().mergeField(1, text("location")).mergeField(2, text("../secret")).build();
    UnknownFieldSet external =
        message()
            .mergeFrom(weights(0))
            .clearField(9)
            .mergeField(13, bytes(outside))
            .mergeField(14, number(1))
            .build();
    Path model = Files.createDirectories(directory.resolve("bundle")).resolve("model.onnx");
    Files.write(model, model(withConstant(external)).toByteArray());

    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor numbers = OnnxTensor.createTensor(environment, new float[][] {{1, 0}});
        OnnxTensor cuisine = OnnxTensor.createTensor(environment, new long[][] {{0}});
        OrtSession.Result result = session.run(Map.of("numbers", numbers, "cuisine", cuisine))) {
      assertThat(((float[][]) result.get(0).getValue())[0]).containsExactly(21, 21, 21);
    }
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private Bundle bundle(String name, UnknownFieldSet graph) throws Exception {
    return bundleOf(name, model(graph));
  }

  private Bundle bundleOf(String name, UnknownFieldSet model) throws Exception {
    return OnnxBundle.ofBytes(directory.resolve(name), model.toByteArray());
  }

  private void assertRefused(Bundle bundle, String sentence) {
    assertThatThrownBy(() -> loader.load(bundle))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  private static UnknownFieldSet with(UnknownFieldSet message, int field, Field value) {
    return message.toBuilder().mergeField(field, value).build();
  }

  private static UnknownFieldSet replaced(int field, UnknownFieldSet value) {
    return message().mergeFrom(graph()).clearField(field).mergeField(field, bytes(value)).build();
  }

  private static UnknownFieldSet withNode(UnknownFieldSet node) {
    return with(graph(), 1, bytes(node));
  }

  private static UnknownFieldSet withConstant(UnknownFieldSet constant) {
    return replaced(5, constant);
  }

  private static UnknownFieldSet deep(int levels) {
    UnknownFieldSet graph = graph();
    for (int level = 0; level < levels; level++) {
      graph = withNode(branch(graph));
    }
    return graph;
  }

  private static Field single(float number) {
    return Field.newBuilder().addFixed32(Float.floatToRawIntBits(number)).build();
  }

  private static byte[] halves(int bits) {
    ByteBuffer raw = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    for (int index = 0; index < 6; index++) {
      raw.putShort((short) bits);
    }
    return raw.array();
  }

  private static byte[] weightsOf(float number) {
    return weights(number).getField(9).getLengthDelimitedList().getFirst().toByteArray();
  }
}
