package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class GatePropertiesTests {

  private static final Duration RESERVE = Duration.ofMillis(60);

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(GateProperties.class)
  static class Properties {}

  @Test
  void withoutSettingsTheServersProfileIsInForce() {
    runner.run(context -> {
      GateProperties properties = context.getBean(GateProperties.class);

      assertThat(properties.concurrency()).isEqualTo(8);
      assertThat(properties.batch()).isEqualTo(32);
      assertThat(properties.inForce(RESERVE)).isEqualTo(GateProfile.server(RESERVE));
    });
  }

  @Test
  void theLatencyIsThatWhichAnEstimateKeepsForTheModel() {
    GateProfile.Cost cost = GateProfile.server(Duration.ofMillis(90)).cost();

    assertThat(cost.latencyP50AtMost()).isEqualTo(Duration.ofMillis(30));
    assertThat(cost.latencyP99AtMost()).isEqualTo(Duration.ofMillis(90));
  }

  @Test
  void aThresholdOfABuiltInProfileIsOverriddenByItself() {
    runner
        .withPropertyValues(
            "tiffin.model.gate.profile=small",
            "tiffin.model.gate.profiles.small.size-at-most=4MB",
            "tiffin.model.gate.profiles.server.mae-at-most=1")
        .run(context -> {
          GateProfile inForce = context.getBean(GateProperties.class).inForce(RESERVE);

          GateProfile small = GateProfile.small(RESERVE);
          assertThat(inForce.name()).isEqualTo("small");
          assertThat(inForce.quality()).isEqualTo(small.quality());
          assertThat(inForce.cost().sizeAtMost()).isEqualTo(DataSize.ofMegabytes(4));
          assertThat(inForce.cost().nativeMemoryAtMost())
              .isEqualTo(small.cost().nativeMemoryAtMost());
        });
  }

  @Test
  void everyThresholdCanBeSetInAProfileOfOnesOwn() {
    runner
        .withPropertyValues(
            "tiffin.model.gate.profile=mine",
            "tiffin.model.gate.profiles.mine.orders-at-least=100",
            "tiffin.model.gate.profiles.mine.mae-at-most=8",
            "tiffin.model.gate.profiles.mine.within5-at-least=0.4",
            "tiffin.model.gate.profiles.mine.within10-at-least=0.6",
            "tiffin.model.gate.profiles.mine.late-accuracy-at-least=0.7",
            "tiffin.model.gate.profiles.mine.late-precision-at-least=0.71",
            "tiffin.model.gate.profiles.mine.late-recall-at-least=0.72",
            "tiffin.model.gate.profiles.mine.pinball-at-most=3",
            "tiffin.model.gate.profiles.mine.coverage-gap-at-most=0.07",
            "tiffin.model.gate.profiles.mine.error-ratio-at-most=1.02",
            "tiffin.model.gate.profiles.mine.share-loss-at-most=0.03",
            "tiffin.model.gate.profiles.mine.latency-p50-at-most=5ms",
            "tiffin.model.gate.profiles.mine.latency-p99-at-most=25ms",
            "tiffin.model.gate.profiles.mine.batch-p50-at-most=30ms",
            "tiffin.model.gate.profiles.mine.size-at-most=10MB",
            "tiffin.model.gate.profiles.mine.native-memory-at-most=50MB",
            "tiffin.model.gate.profiles.mine.allocation-at-most=20KB",
            "tiffin.model.gate.profiles.mine.gpu-memory-at-most=0.6",
            "tiffin.model.gate.profiles.mine.gpu-load-at-most=0.65")
        .run(context ->
            assertThat(context.getBean(GateProperties.class).inForce(RESERVE))
                .isEqualTo(
                    new GateProfile(
                        "mine",
                        new GateProfile.Quality(
                            100, 8, 0.4, 0.6, 0.7, 0.71, 0.72, 3, 0.07, 1.02, 0.03),
                        new GateProfile.Cost(
                            Duration.ofMillis(5),
                            Duration.ofMillis(25),
                            Duration.ofMillis(30),
                            DataSize.ofMegabytes(10),
                            DataSize.ofMegabytes(50),
                            DataSize.ofKilobytes(20),
                            0.6,
                            0.65))));
  }

  @Test
  void whatAProfileOfOnesOwnDoesNotSetIsTheServers() {
    runner
        .withPropertyValues(
            "tiffin.model.gate.profile=mine", "tiffin.model.gate.profiles.mine.mae-at-most=8")
        .run(context -> {
          GateProfile inForce = context.getBean(GateProperties.class).inForce(RESERVE);

          assertThat(inForce.quality().maeAtMost()).isEqualTo(8);
          assertThat(inForce.cost()).isEqualTo(GateProfile.server(RESERVE).cost());
        });
  }

  @Test
  void aProfileThatIsUnknownStopsTheStartWithOneSentence() {
    runner
        .withPropertyValues("tiffin.model.gate.profile=huge")
        .run(context ->
            assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .hasMessage(
                    "tiffin.model.gate.profile is 'huge': set it to one of [server, small], or set"
                        + " thresholds under tiffin.model.gate.profiles.huge"));
  }
}
