package io.tiffin.benchmark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import io.tiffin.model.djl.onnx.BothEngines;
import io.tiffin.training.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A process of {@link SeveralModelsBenchmark}: loads models, waits to be told, and asks them. */
final class ModelsProcess {

  private static final Path BUNDLE = Path.of("src/main/resources/models/eta/1");
  private static final int CALLERS = 8;
  private static final int ORDERS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration MEASURED = Duration.ofSeconds(4);

  private ModelsProcess() {}

  public static void main(String[] arguments) throws Exception {
    Catalogue catalogue = ProductCatalogue.read();
    PoolSize size = new PoolSize(Integer.parseInt(arguments[0]), 1_000);
    ModelLoader loader =
        BothEngines.loader(
            catalogue,
            new ModelPools(size, new SimpleMeterRegistry(), System::nanoTime),
            System::nanoTime);
    List<Model> models = new ArrayList<>();
    for (String engine : List.of(arguments).subList(1, arguments.length)) {
      Path bundle = engine.equals("TensorFlow") ? BUNDLE : Variants.onnx(BUNDLE, catalogue);
      models.add(loader.load(new BundleReader(catalogue).read(bundle)));
    }
    ask(models, WARM_UP);
    System.out.println("loaded");
    int ignored = System.in.read();
    double rate = ask(models, MEASURED);
    System.out.println("measured " + residentMegabytes() + " " + rate);
    System.exit(0);
  }

  /** Estimates a second. */
  private static double ask(List<Model> models, Duration time) throws InterruptedException {
    LongAdder estimates = new LongAdder();
    List<Thread> callers = new ArrayList<>();
    long begun = System.nanoTime();
    long end = begun + time.toNanos();
    for (Model model : models) {
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(Thread.ofVirtual().start(() -> ask(model, end, estimates)));
      }
    }
    for (Thread caller : callers) {
      caller.join();
    }
    return estimates.sum() * 1e9 / (System.nanoTime() - begun);
  }

  private static void ask(Model model, long end, LongAdder estimates) {
    Examples examples = new Examples(model.manifest().inputs(), ORDERS);
    while (System.nanoTime() < end) {
      Deadline deadline = Deadline.in(Duration.ofSeconds(5), System::nanoTime);
      if (model.run(examples, deadline) instanceof Inference.Answered) {
        estimates.add(ORDERS);
      }
    }
  }

  private static double residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / 1024.0;
  }
}
