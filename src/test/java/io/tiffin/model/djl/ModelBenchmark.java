package io.tiffin.model.djl;

import ai.djl.inference.Predictor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;

/**
 * What a call costs: through DJL's predictor on the calling thread, and through the pool from one
 * caller, for each way of spreading a call over TensorFlow's threads. The network has the size of
 * the bundled one (60 numbers, layers of 64 and 32, 4 quantiles), uniform random input. Rounds of
 * all variants are interleaved, and the least of the rounds' medians is printed, so that other work
 * on the machine disturbs little.
 *
 * <p>{@code ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.model.djl.ModelBenchmark -Dbenchmark=10}
 * (the number of rounds). A bundle's directory as a second argument is measured instead of the
 * made-up network: {@code -Dbenchmark="10 src/main/resources/models/eta/1"}.
 */
final class ModelBenchmark {

  private static final int CALLS = 300;
  private static final int[] BATCHES = {1, 32, 128};

  private ModelBenchmark() {}

  /** One way to make a call. */
  @FunctionalInterface
  private interface Variant {

    Inference call(Examples examples) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    int rounds =
        arguments.length > 0 && arguments[0].matches("\\d+") ? Integer.parseInt(arguments[0]) : 10;
    TensorFlowLibrary.load(Bundles.NATIVE);
    Path directory =
        arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("model-benchmark");
    Manifest manifest =
        arguments.length > 1
            ? new BundleReader(ProductCatalogue.read()).read(directory).manifest()
            : BenchmarkModel.export(directory);
    Map<String, Variant> variants = new LinkedHashMap<>();
    ConfigProto one =
        ConfigProto.newBuilder()
            .setUsePerSessionThreads(true)
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(1)
            .build();
    RunOptions none = RunOptions.getDefaultInstance();
    add(
        variants,
        "engine's defaults",
        directory,
        manifest,
        new SessionOptions(ConfigProto.getDefaultInstance(), none));
    add(variants, "one thread of TensorFlow's", directory, manifest, new SessionOptions(one, none));
    add(variants, "caller's thread", directory, manifest, SessionOptions.onTheCallersThread());
    add(variants, "2 inside an operation", directory, manifest, threads(2, 1));
    add(variants, "2 operations at a time", directory, manifest, threads(1, 2));
    for (int batch : BATCHES) {
      print(batch, measure(variants, examples(manifest, batch), rounds));
    }
    System.exit(0);
  }

  private static SessionOptions threads(int intraOp, int interOp) {
    return SessionOptions.of(new EngineProperties("cpu", true, intraOp, interOp));
  }

  private static void add(
      Map<String, Variant> variants,
      String name,
      Path directory,
      Manifest manifest,
      SessionOptions options)
      throws Exception {
    ai.djl.Model model = ai.djl.Model.newInstance(name, "TensorFlow");
    model.load(directory, null, options.toLoad(manifest.signature()));
    Predictor<Examples, Inference> direct = model.newPredictor(new TensorTranslator(manifest));
    variants.put(name + ", direct", direct::predict);
    Model pooled =
        new ModelPools(new PoolSize(2, 16), new SimpleMeterRegistry(), System::nanoTime)
            .open(
                manifest,
                () -> new PredictorRunner(model.newPredictor(new TensorTranslator(manifest))),
                model);
    variants.put(
        name + ", pool",
        examples -> pooled.run(examples, Deadline.in(Duration.ofSeconds(10), System::nanoTime)));
  }

  private static Examples examples(Manifest manifest, int rows) {
    Random random = new Random(7);
    Examples examples = new Examples(manifest.inputs(), rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < manifest.inputs().getFirst().columns().size(); column++) {
        examples.set(0, row, column, random.nextFloat());
      }
    }
    return examples;
  }

  /** Microseconds per call by variant: the least of the rounds' medians. */
  private static Map<String, Double> measure(
      Map<String, Variant> variants, Examples examples, int rounds) throws Exception {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int round = 0; round < rounds + 2; round++) {
      for (Map.Entry<String, Variant> variant : variants.entrySet()) {
        double median = median(variant.getValue(), examples);
        if (round >= 2) {
          best.merge(variant.getKey(), median, Math::min);
        }
      }
    }
    return best;
  }

  private static double median(Variant variant, Examples examples) throws Exception {
    long[] nanos = new long[CALLS];
    for (int call = 0; call < CALLS; call++) {
      long begun = System.nanoTime();
      Inference inference = variant.call(examples);
      nanos[call] = System.nanoTime() - begun;
      if (inference instanceof Inference.Failed failed) {
        throw new IllegalStateException(failed.message(), failed.cause());
      }
    }
    Arrays.sort(nanos);
    return nanos[CALLS / 2] / 1_000.0;
  }

  private static void print(int batch, Map<String, Double> micros) {
    double reference = List.copyOf(micros.values()).getFirst();
    micros.forEach((name, value) ->
        System.out.printf(
            "batch %3d  %-38s %8.1f us/call %7.2f us/row  %.2f x%n",
            batch, name, value, value / batch, value / reference));
  }
}
