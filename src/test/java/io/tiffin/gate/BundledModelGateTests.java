package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Model;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.PoolSize;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The model that Tiffin comes with, on the machine that runs the test. */
class BundledModelGateTests {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(Rooms.class)
          .withPropertyValues(
              "tiffin.model.native-directory="
                  + System.getProperty("tiffin.model.native-directory", "target/native"),
              // A build machine may do anything else meanwhile; how fast the model is, is told.
              "tiffin.estimate.model-reserve=2s");

  @Configuration(proxyBeanMethods = false)
  @ComponentScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl", "io.tiffin.gate"})
  @ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.model", "io.tiffin.gate"})
  static class Rooms {

    @Bean
    Ticker ticker() {
      return new RealTicker();
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    /** As the service has it. */
    @Bean
    ModelLoader counting(
        List<ModelEngine> engines, MeterRegistry meters, Catalogue catalogue, Ticker ticker) {
      return ModelLoader.of(
          engines,
          new ModelPools(new PoolSize(2, 16), meters, ticker),
          new ModelTrial(catalogue, ticker));
    }

    @Bean
    Clock clock() {
      return Clock.fixed(Instant.parse("2026-11-27T23:00:00Z"), ZoneOffset.UTC);
    }
  }

  @Test
  void theServersProfileAcceptsItBesideItselfAndDoesNotTouchTheMetersOfTheOneThatServes() {
    runner.run(context -> {
      Bundle bundle = bundle(context.getBean(Catalogue.class));
      ModelLoader counting = context.getBean(ModelLoader.class);
      MeterRegistry meters = context.getBean(MeterRegistry.class);
      GateReport report;
      try (Model _ = counting.load(bundle)) {
        double before = calls(meters);

        report = context.getBean(ModelGate.class).judge(bundle, bundle);

        assertThat(calls(meters)).isPositive().isEqualTo(before);
        counting.load(bundle).close();
        assertThat(calls(meters)).as("with a loader that counts").isNotEqualTo(before);
      }

      assertThat(report.accepted()).as(GateTable.render(report)).isTrue();
      assertThat(report.checks())
          .filteredOn(check -> check.metric().endsWith(".ratio"))
          .extracting(GateCheck::value)
          .containsExactly(1.0, 1.0);
    });
  }

  @Test
  void aProfileForASmallerDiskRefusesItForItsSize() {
    runner
        .withPropertyValues(
            "tiffin.model.gate.profile=tiny", "tiffin.model.gate.profiles.tiny.size-at-most=100KB")
        .run(context -> {
          Bundle bundle = bundle(context.getBean(Catalogue.class));

          GateReport report = context.getBean(ModelGate.class).judge(bundle, null);

          assertThat(report.failed()).extracting(GateCheck::metric).containsExactly("size");
        });
  }

  private static double calls(MeterRegistry meters) {
    return meters.find("tiffin.model.calls").counters().stream().mapToDouble(Counter::count).sum();
  }

  private static Bundle bundle(Catalogue catalogue) throws Exception {
    return new BundleReader(catalogue).read(Path.of("src/main/resources/models/eta/1"));
  }
}
