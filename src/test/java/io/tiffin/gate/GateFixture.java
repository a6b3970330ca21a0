package io.tiffin.gate;

import io.tiffin.feature.FeatureName;
import io.tiffin.gate.ScriptedModel.Script;
import io.tiffin.gate.VersionTrial.Tools;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Manifest;
import io.tiffin.model.ManifestWriter;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.Sample;
import io.tiffin.model.SampleEncoder;
import io.tiffin.model.Samples;
import io.tiffin.model.TestCatalogue;
import io.tiffin.model.TestManifests;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A gate over models, a process, devices and a clock that are scripted. */
final class GateFixture implements ProcessReadings, DeviceReadings {

  /** Standard deviation of what nobody can know of an order, minutes. */
  static final double SPREAD = 6;

  static final Instant NOW = Instant.parse("2026-11-27T23:00:00Z");

  private static final FeatureName ITEMS = FeatureName.parse("request.items_total");

  final PerThreadTicker ticker = new PerThreadTicker();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  final Map<String, Script> scripts = new HashMap<>();
  GateProfile profile = GateProfile.server(Duration.ofMillis(60));
  Measuring measuring =
      new Measuring(8, 32, 20, 5, Duration.ofMillis(300), 100, Duration.ofSeconds(5));
  long residentPerLoad = 1 << 20;
  long allocatedPerCall = 1 << 10;
  String device = "cpu";
  List<Reading> devices = List.of();

  private final Path directory;
  private final AtomicLong resident = new AtomicLong(1 << 28);
  private final AtomicLong allocated = new AtomicLong();
  private final AtomicLong cpu = new AtomicLong();

  GateFixture(Path directory) {
    this.directory = directory;
  }

  /** What a model that knows all there is to know says: each call takes 2 ms and an order 50 µs. */
  abstract class Usual implements Script {

    @Override
    public double median(double items) {
      return truth(items);
    }

    @Override
    public void beforeCall(int call, int rows) {
      allocated.addAndGet(allocatedPerCall);
      cpu.addAndGet(1_000_000);
      ticker.advance(Duration.ofMillis(2).plusNanos(50_000L * rows));
    }
  }

  Script good() {
    return new Usual() {};
  }

  static double truth(double items) {
    return 25 + 4 * items;
  }

  ModelGate gate() {
    ModelLoader loader =
        bundle -> {
          resident.addAndGet(residentPerLoad);
          mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
          return new ScriptedModel(
              bundle.manifest(), scripts.get(bundle.manifest().version()), open::decrementAndGet);
        };
    return gate(loader);
  }

  ModelGate gate(ModelLoader loader) {
    Infrastructure infrastructure =
        new Infrastructure(device, 2, 4L << 30, 1L << 30, 2, profile.name());
    return new MeasuringGate(
        new Tools(
            loader,
            new SampleEncoder(TestCatalogue.catalogue()),
            this,
            this,
            infrastructure.gpu() != null,
            ticker,
            measuring),
        profile,
        infrastructure,
        InstantSource.fixed(NOW));
  }

  /** A version with so many labelled orders, of which a script tells what it answers. */
  Bundle bundle(String version, int orders, Script script) throws Exception {
    return bundle(version, samples(orders, 1), 1_000, script);
  }

  /** A version with these orders and a graph of so many bytes. */
  Bundle bundle(String version, List<Sample> samples, long bytes, Script script) throws Exception {
    scripts.put(version, script);
    Path bundle = directory.resolve("eta").resolve(version);
    Files.createDirectories(bundle);
    Samples.write(bundle.resolve("samples.jsonl"), samples);
    try (RandomAccessFile graph = new RandomAccessFile(bundle.resolve("graph").toFile(), "rw")) {
      graph.setLength(bytes);
    }
    Manifest complete = TestManifests.complete();
    ManifestWriter.write(
        bundle,
        new Manifest(
            1,
            "eta",
            version,
            complete.engine(),
            complete.signature(),
            complete.inputs(),
            complete.outputs(),
            null,
            Map.of(),
            "samples.jsonl",
            Map.of()));
    return new BundleReader(TestCatalogue.catalogue()).read(bundle);
  }

  /** Orders of which the number of items tells all but {@link #SPREAD}. */
  static List<Sample> samples(int orders, long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (int order = 0; order < orders; order++) {
      double items = 1 + random.nextInt(9);
      double minutes = Math.max(1, truth(items) + SPREAD * random.nextGaussian());
      samples.add(new Sample(Map.of(ITEMS, items), minutes, 45.0));
    }
    return samples;
  }

  @Override
  public OptionalLong residentBytes() {
    return OptionalLong.of(resident.get());
  }

  @Override
  public Set<Long> threads() {
    return Set.of();
  }

  @Override
  public long allocatedBytes(Set<Long> threads) {
    return allocated.get();
  }

  @Override
  public long cpuNanos() {
    return cpu.get();
  }

  @Override
  public OptionalDouble load() {
    return OptionalDouble.of(0.5);
  }

  @Override
  public List<Reading> read() {
    return devices;
  }
}
