package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.EventRebuild;
import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.RealTicker;
import io.tiffin.geo.Zones;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.OwnView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.support.SpringFactoriesLoader;

class EmbeddedEventsConfigurationTests {

  @TempDir private Path directory;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final List<Event> events =
      new SampleCity(7, Instant.parse("2026-06-15T10:00:00Z"), Duration.ofHours(1)).events(2, 2, 5);

  private ApplicationContextRunner application() {
    return new ApplicationContextRunner()
        .withUserConfiguration(Room.class)
        .withBean("catalogue", Catalogue.class, () -> RunningEvents.CATALOGUE)
        .withBean(FeatureStore.class, () -> new OpenStore(store))
        .withPropertyValues("tiffin.events.embedded.directory=" + directory);
  }

  @Test
  void itIsTheRuntimeUnlessAnotherOneIsNamed() {
    application()
        .run(context -> {
          assertThat(context.getBean(EventIntake.class).accept(events))
              .isInstanceOf(Receipt.Counted.class);
          assertThat(context.getBean(EventRuntimeStatus.class).runtime()).isEqualTo("embedded");
          assertThat(context).hasSingleBean(EventRebuild.class);
          assertThat(context.getBeansOfType(OwnView.class).values())
              .extracting(OwnView::name)
              .containsExactly("lease");
          assertThat(
                  context.getBean(MeterRegistry.class).get("tiffin.events.lease").gauge().value())
              .isEqualTo(1);
        });
  }

  @Test
  void anotherRuntimeLeavesItOut() {
    for (String runtime : List.of("kafka", "none")) {
      application()
          .withPropertyValues("tiffin.events.runtime=" + runtime)
          .run(context -> assertThat(context).doesNotHaveBean(EventIntake.class));
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void itStartsWithADeadStore() {
    store.failing(Outcome.Failed.Reason.ERROR);

    application()
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(EventIntake.class).accept(events))
              .isInstanceOf(Receipt.Unavailable.class);
        });
  }

  @Test
  void closingTheApplicationGivesTheDirectoryAndTheLeaseBack() {
    application().run(context -> context.getBean(EventIntake.class).accept(events));

    application()
        .run(context ->
            assertThat(context.getBean(EventIntake.class).accept(events))
                .isInstanceOfSatisfying(
                    Receipt.Counted.class, receipt -> assertThat(receipt.accepted()).isZero()));
  }

  @Test
  void aSecondProcessOnTheDirectoryStopsTheStartInOneSentence() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      application()
          .run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                .startsWith("The events in " + directory + " are open in process ")
                .endsWith(", and only one process may have them open.");
            assertThat(analysis.getAction()).contains("tiffin.data-directory");
          });
      assertThat(running.events.lagEvents()).isZero();
    }
  }

  @Test
  void damageStopsTheStartInOneSentence() throws Exception {
    application()
        .run(context -> {
          EventIntake intake = context.getBean(EventIntake.class);
          intake.accept(events);
          intake.accept(events);
        });
    Path file = directory.resolve("00000000000000000000.events");
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);

    application()
        .run(context ->
            assertThat(analysis(context.getStartupFailure()).getDescription())
                .isEqualTo(
                    "The log of events is damaged: %s holds no event 0 at byte 0, where it was written.",
                    file));
  }

  @Test
  void aCatalogueWithoutTheViewsOfEventsStopsTheStartInOneSentence() {
    application()
        .withBean("catalogue", Catalogue.class, () -> new Catalogue(List.of()))
        .withAllowBeanDefinitionOverriding(true)
        .run(context ->
            assertThat(analysis(context.getStartupFailure()).getDescription())
                .isEqualTo(
                    "Events cannot be counted by this catalogue: the catalogue has no view"
                        + " restaurant_profile."));
  }

  @Test
  void settingsThatCannotBeStopTheStart() {
    application()
        .withPropertyValues("tiffin.events.embedded.lease=1s")
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining(
                    "tiffin.events.embedded.lease is PT1S: set it to 3s or more"));
  }

  private static FailureAnalysis analysis(Throwable failure) {
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(FailureAnalyzer.class, (type, implementation, cause) -> {})
        .stream()
        .map(analyzer -> analyzer.analyze(failure))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** Outlives the application. */
  private static final class OpenStore extends ForwardingStore {

    OpenStore(FeatureStore store) {
      super(store);
    }

    @Override
    public void close() {}
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(EmbeddedEventsProperties.class)
  @Import(EmbeddedEventsConfiguration.class)
  static class Room {

    @Bean
    Zones zones() {
      return new Zones();
    }

    @Bean
    Clock clock() {
      return Clock.fixed(Instant.parse("2026-06-15T10:00:00Z"), ZoneOffset.UTC);
    }

    @Bean(defaultCandidate = false)
    InstantSource machineClock() {
      return new RealClock();
    }

    @Bean
    Ticker ticker() {
      return new RealTicker();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }
}
