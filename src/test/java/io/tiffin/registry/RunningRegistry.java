package io.tiffin.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.guard.TestGuards;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.TestCatalogue;
import io.tiffin.registry.RegistryRoom.Engine;
import io.tiffin.registry.RegistryRoom.Settings;
import io.tiffin.registry.RegistryRoom.Surroundings;
import io.tiffin.store.FeatureStore;
import java.nio.file.Path;
import java.util.Map;

/** A registry on threads of its own and in real time, without a bundled model. */
final class RunningRegistry implements AutoCloseable {

  final RegistryRoom room;
  private final ModelRegistry registry;

  private RunningRegistry(RegistryRoom room) {
    this.room = room;
    registry = new ModelRegistry(room);
    registry.start();
    registry.awaitLoaded();
  }

  static RunningRegistry start(
      Path directory,
      FeatureStore store,
      FakeGate gate,
      ModelLoader loader,
      String process,
      Map<String, String> properties) {
    Ticker ticker = new RealTicker();
    MeterRegistry meters = new SimpleMeterRegistry();
    return new RunningRegistry(
        new RegistryRoom(
            new Settings(
                RegistryFixture.bound(properties),
                directory.resolve("models"),
                directory.resolve(process + ".json"),
                process),
            new Engine(
                RunningRegistry::nothing,
                new BundleReader(TestCatalogue.catalogue()),
                loader,
                new ModelTrial(TestCatalogue.catalogue(), ticker),
                10),
            new Surroundings(
                store,
                TestGuards.generous(),
                meters,
                new RealClock(),
                ticker,
                () -> gate,
                () -> null,
                () -> null,
                () -> null),
            new RegistryThreads()));
  }

  private static Bundle nothing() throws BundleRefusedException {
    throw new BundleRefusedException("there is none in this test");
  }

  String serving() {
    var stable = room.served.serving().stable();
    return stable == null ? "none" : stable.manifest().version();
  }

  @Override
  public void close() {
    registry.stop();
  }
}
