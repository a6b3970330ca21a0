package io.tiffin.registry;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.guard.Guards;
import io.tiffin.guard.TestGuards;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.LiveErrors;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.Rehearsal;
import io.tiffin.model.TestCatalogue;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import io.tiffin.registry.ModelStanding.VersionStanding;
import io.tiffin.registry.RegistryRoom.Engine;
import io.tiffin.registry.RegistryRoom.Settings;
import io.tiffin.registry.RegistryRoom.Surroundings;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A registry over a temporary directory with the bundled version {@code eta 1}, a scripted gate and
 * models that answer their version's number. Nothing runs unless {@link #poll} is called.
 */
final class RegistryFixture {

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final FakeGate gate;
  final FakeLoader loader = new FakeLoader();
  final InlineTurns turns = new InlineTurns();
  final FakeTicker ticker = new FakeTicker();
  final ManualClock clock;
  final Shelf shelf;
  final FeatureStore store;
  final Guards guards = TestGuards.generous();
  final RegistryRoom room;
  final ModelRegistry registry;
  @Nullable LiveErrors errors;
  @Nullable Rehearsal rehearsal;
  @Nullable String bundledTrouble;

  private RegistryFixture(
      Path directory,
      FeatureStore store,
      ManualClock clock,
      FakeGate gate,
      String process,
      Map<String, String> properties) {
    this.store = store;
    this.clock = clock;
    this.gate = gate;
    shelf = new Shelf(directory.resolve("models"));
    BundleReader reader = new BundleReader(TestCatalogue.catalogue());
    room =
        new RegistryRoom(
            new Settings(
                bound(properties),
                directory.resolve("models"),
                directory.resolve(process + ".json"),
                process),
            new Engine(
                () -> {
                  if (bundledTrouble != null) {
                    throw new BundleRefusedException(bundledTrouble);
                  }
                  return reader.read(bundled(directory));
                },
                reader,
                loader,
                new ModelTrial(TestCatalogue.catalogue(), ticker),
                3),
            surroundings(store, guards, clock, ticker),
            turns);
    registry = new ModelRegistry(room);
  }

  /** Alone, over a store in memory. */
  static RegistryFixture in(Path directory, String... properties) {
    return over(directory, new InMemoryFeatureStore(), "process", properties);
  }

  /** Over a store that others may share. */
  static RegistryFixture over(
      Path directory, FeatureStore store, String process, String... properties) {
    return new RegistryFixture(
        directory, store, new ManualClock(), new FakeGate(), process, map(properties));
  }

  /** Another process of the same fleet, on the same disk. */
  RegistryFixture beside(String process) {
    return new RegistryFixture(shelf.root().getParent(), store, clock, gate, process, Map.of());
  }

  private Surroundings surroundings(
      FeatureStore shared, Guards own, InstantSource machineClock, Ticker ownTicker) {
    return new Surroundings(
        shared,
        own,
        meters,
        machineClock,
        ownTicker,
        () -> gate,
        () -> rehearsal,
        () -> errors,
        () -> null);
  }

  private static Path bundled(Path directory) {
    try {
      return new Shelf(directory.resolve("bundled")).put("eta", 1);
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, String> map(String... properties) {
    Map<String, String> map = new HashMap<>();
    for (String property : properties) {
      int equals = property.indexOf('=');
      map.put("tiffin.model." + property.substring(0, equals), property.substring(equals + 1));
    }
    return map;
  }

  static RegistryProperties bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("tiffin.model", RegistryProperties.class);
  }

  /** A turn of this process. */
  RegistryFixture poll() {
    registry.poll();
    return this;
  }

  InMemoryFeatureStore memory() {
    return (InMemoryFeatureStore) store;
  }

  /** Lets both clocks go on. */
  void later(Duration duration) {
    ticker.advance(duration);
    clock.advance(duration);
  }

  /** Such as {@code 7, canary 8 at 5 %, shadow 9, previous 6}. */
  String serving() {
    return serving("eta");
  }

  String serving(String model) {
    var now = room.served.serving(model).orElseThrow();
    StringBuilder text = new StringBuilder();
    text.append(now.stable() == null ? "none" : now.stable().manifest().version());
    if (now.canary() != null) {
      text.append(", canary ").append(now.canary().manifest().version());
      text.append(" at ").append(now.canaryPercent()).append(" %");
    }
    if (now.shadow() != null) {
      text.append(", shadow ").append(now.shadow().manifest().version());
    }
    if (now.previous() != null) {
      text.append(", previous ").append(now.previous().manifest().version());
    }
    return text.toString();
  }

  Answer activate(long version) {
    return room.operations.activate("eta", Long.toString(version), new Waiver.None());
  }

  Answer canary(long version, int percent) {
    return room.operations.canary("eta", Long.toString(version), percent, new Waiver.None());
  }

  VersionStanding standing(long version) {
    return room.operations.model("eta").orElseThrow().versions().stream()
        .filter(one -> one.version().equals(Long.toString(version)))
        .findFirst()
        .orElseThrow();
  }
}
