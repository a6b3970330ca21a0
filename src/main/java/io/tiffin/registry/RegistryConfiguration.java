package io.tiffin.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.gate.ModelGate;
import io.tiffin.guard.Guards;
import io.tiffin.model.BundleLocation;
import io.tiffin.model.BundleReader;
import io.tiffin.model.InputDrifts;
import io.tiffin.model.LiveErrors;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelProperties;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.Rehearsal;
import io.tiffin.model.ServingModels;
import io.tiffin.registry.RegistryRoom.Engine;
import io.tiffin.registry.RegistryRoom.Settings;
import io.tiffin.registry.RegistryRoom.Surroundings;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.OwnView;
import io.tiffin.store.RowLifetime;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The room's doors: what serves, what can be done, how it stands. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistryProperties.class)
class RegistryConfiguration {

  /** All are read from the source; what a cache has of them is for nobody. */
  private static final Duration IN_CACHES = Duration.ofSeconds(1);

  @Bean
  OwnView modelRoles() {
    return new OwnView(SourceRows.ROLES, new RowLifetime(IN_CACHES, Optional.empty()));
  }

  @Bean
  OwnView modelVerdicts() {
    return new OwnView(SourceRows.VERDICTS, new RowLifetime(IN_CACHES, Optional.empty()));
  }

  @Bean
  OwnView modelLeases() {
    return new OwnView(
        SourceRows.LEASES, new RowLifetime(IN_CACHES, Optional.of(Duration.ofDays(1))));
  }

  @Bean
  RegistryRoom registryRoom(Settings settings, Engine engine, Surroundings around) {
    return new RegistryRoom(settings, engine, around, new RegistryThreads());
  }

  @Bean
  Settings registrySettings(
      RegistryProperties properties, @Value("${tiffin.data-directory:./data}") Path dataDirectory) {
    Path repository = properties.repository();
    return new Settings(
        properties,
        repository == null ? dataDirectory.resolve("models") : repository,
        dataDirectory.resolve("model-roles.json"),
        "process %d on %s (%s)"
            .formatted(
                ProcessHandle.current().pid(),
                hostName(),
                UUID.randomUUID().toString().substring(0, 8)));
  }

  @Bean
  Engine registryEngine(
      ModelProperties properties,
      @Value("${tiffin.data-directory:./data}") Path dataDirectory,
      ModelLoader loader,
      Catalogue catalogue,
      Ticker ticker) {
    BundleReader reader = new BundleReader(catalogue);
    BundleLocation location =
        new BundleLocation(
            properties.location(),
            reader,
            dataDirectory.resolve("bundled"), // not the repository: there is what operators put
            RegistryConfiguration.class.getClassLoader());
    return new Engine(
        location::read,
        reader,
        loader,
        new ModelTrial(catalogue, ticker),
        properties.warmUpCalls());
  }

  @Bean
  Surroundings registrySurroundings(
      FeatureStore store,
      Guards guards,
      MeterRegistry meters,
      @Qualifier("machineClock") InstantSource machineClock,
      Ticker ticker,
      ObjectProvider<ModelGate> gate,
      ObjectProvider<Rehearsal> rehearsal,
      ObjectProvider<LiveErrors> errors,
      ObjectProvider<InputDrifts> drifts) {
    return new Surroundings(
        store,
        guards,
        meters,
        machineClock,
        ticker,
        gate::getIfAvailable,
        rehearsal::getIfAvailable,
        errors::getIfAvailable,
        drifts::getIfAvailable);
  }

  @Bean
  ServingModels servingModels(RegistryRoom room) {
    return room.served;
  }

  @Bean
  ModelOperations modelOperations(RegistryRoom room) {
    return room.operations;
  }

  @Bean
  ModelRegistry modelRegistry(RegistryRoom room) {
    return new ModelRegistry(room);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "a host without a name";
    }
  }
}
