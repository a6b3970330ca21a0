package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.TestCatalogue;
import io.tiffin.model.djl.NumberedModels;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import io.tiffin.store.InMemoryFeatureStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that swaps real models under load, or loads them and closes none, and says how much it
 * grew by: its heap is all there from the start, so that only what is outside it shows.
 */
final class SwapSoak {

  private static final int LEFT_OPEN = 20;

  private SwapSoak() {}

  /**
   * @param arguments a directory; then {@code swaps}, how many rounds of two, and after how many
   *     memory is looked at for the first time; or {@code open}
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long grown =
        arguments[1].equals("open")
            ? leftOpen(directory)
            : swapped(directory, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    System.out.println(SwapSoakTests.GROWN + grown);
  }

  private static long swapped(Path directory, int rounds, int settling) throws Exception {
    Path models = directory.resolve("models");
    NumberedModels.export(models, 1, 11);
    NumberedModels.export(models, 2, 22);
    try (RunningRegistry registry =
        RunningRegistry.start(
            directory,
            new InMemoryFeatureStore(),
            new FakeGate(),
            NumberedModels.loader(new SimpleMeterRegistry()),
            "soak",
            Map.of("tiffin.model.new-versions", "wait", "tiffin.model.poll", "1h"))) {
      activate(registry, 1);
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong answers = new AtomicLong();
      AtomicReference<Throwable> wrong = new AtomicReference<>();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 2; caller++) {
        callers.add(
            Thread.ofVirtual().start(() -> ask(registry.room.served, over, answers, wrong)));
      }
      long settled = 0;
      for (int round = 1; round <= rounds; round++) {
        activate(registry, 1 + round % 2);
        activate(registry, 1 + (round + 1) % 2);
        if (round == settling) {
          settled = residentBytes();
        }
      }
      long grown = residentBytes() - settled;
      over.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(wrong.get()).isNull();
      assertThat(answers.get()).isPositive();
      return grown;
    }
  }

  private static long leftOpen(Path directory) throws Exception {
    NumberedModels.export(directory, 1, 11);
    var bundle =
        new BundleReader(TestCatalogue.catalogue()).read(directory.resolve("eta").resolve("1"));
    ModelLoader loader = NumberedModels.loader(new SimpleMeterRegistry());
    loader.load(bundle).close();
    List<Model> open = new ArrayList<>();
    long before = residentBytes();
    for (int load = 0; load < LEFT_OPEN; load++) {
      open.add(loader.load(bundle));
    }
    long grown = residentBytes() - before;
    open.forEach(Model::close);
    return grown;
  }

  /** Both are activated in turn, so each is freed and loaded anew: none is kept as the previous. */
  private static void activate(RunningRegistry registry, long version) {
    assertThat(registry.room.operations.activate("eta", Long.toString(version), new Waiver.None()))
        .isInstanceOf(Answer.Done.class);
    registry.room.loaded.awaitRetired();
  }

  private static void ask(
      ServedVersions served,
      AtomicBoolean over,
      AtomicLong answers,
      AtomicReference<Throwable> wrong) {
    try {
      while (!over.get()) {
        LoadedVersion version = served.serving().stable();
        if (!version.enter()) {
          continue;
        }
        try {
          Answered answer =
              (Answered)
                  version
                      .model()
                      .run(
                          new Examples(version.manifest().inputs(), 1),
                          Deadline.in(Duration.ofMinutes(1), new RealTicker()));
          assertThat(answer.minutes()[1])
              .isEqualTo(11f * Long.parseLong(version.manifest().version()));
          answers.incrementAndGet();
        } finally {
          version.exit();
        }
      }
    } catch (Throwable failure) {
      wrong.set(failure);
    }
  }

  private static long residentBytes() throws IOException {
    System.gc(); // what the heap's own objects hold outside it
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("the kernel does not count");
  }
}
