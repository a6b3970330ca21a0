package io.tiffin.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** There need be no GPU here: what the machine has is told to the rule. */
class ModelDeviceTests {

  private static final List<String> NONE = List.of();
  private static final List<String> TWO = List.of("0", "1");

  private final ApplicationContextRunner context =
      new ApplicationContextRunner().withUserConfiguration(Configuration.class);

  @EnableConfigurationProperties(EngineProperties.class)
  static class Configuration {}

  @Test
  void onTheProcessorNoGpuIsSeen() {
    assertThat(ModelDevice.visible(on("cpu"), TWO, true)).isEqualTo("-1");
  }

  @Test
  void aGpuIsTheOnlyOneThatIsSeen() {
    assertThat(ModelDevice.visible(on("gpu:1"), TWO, true)).isEqualTo("1");
    assertThat(ModelDevice.visible(on("gpu:0"), List.of("GPU-7a2c"), true)).isEqualTo("GPU-7a2c");
  }

  @Test
  void aGpuThatIsNotThereStopsTheStartInOneSentence() {
    assertThatThrownBy(() -> ModelDevice.visible(on("gpu:2"), TWO, true))
        .isInstanceOfSatisfying(
            DeviceRefusedException.class,
            refused -> {
              FailureAnalysis analysis =
                  new DeviceRefusedFailureAnalyzer().analyze(refused, refused);
              assertThat(analysis.getDescription())
                  .isEqualTo(
                      "tiffin.model.device is gpu:2, and the devices here are cpu, gpu:0, gpu:1.");
              assertThat(analysis.getAction())
                  .contains("-Dtensorflow-native.classifier=linux-x86_64-gpu");
            });
    assertThatThrownBy(() -> ModelDevice.visible(on("gpu:0"), NONE, false))
        .hasMessage("tiffin.model.device is gpu:0, and the devices here are cpu.");
  }

  @Test
  void aBuildWithoutLibrariesForAGpuStopsTheStart() {
    assertThatThrownBy(() -> ModelDevice.visible(on("gpu:0"), TWO, false))
        .hasMessage(
            "tiffin.model.device is gpu:0, and this build has libraries for the processor only.");
  }

  @Test
  void whatTheEnvironmentHidesIsNotThere() {
    assertThat(GpuList.of("")).isEmpty();
    assertThat(GpuList.of("-1")).isEmpty();
    assertThat(GpuList.of("3, 1")).containsExactly("3", "1");
    assertThat(GpuList.of(null)).doesNotContain("-1");
  }

  @Test
  void theDefaultsAreTheProcessorAndTheCallersThread() {
    context.run(started ->
        assertThat(started.getBean(EngineProperties.class)).isEqualTo(EngineProperties.defaults()));
  }

  @Test
  void everySettingHasItsKey() {
    context
        .withPropertyValues(
            "tiffin.model.device=gpu:3",
            "tiffin.model.gpu-memory-growth=false",
            "tiffin.model.intra-op-threads=4",
            "tiffin.model.inter-op-threads=2")
        .run(started ->
            assertThat(started.getBean(EngineProperties.class))
                .isEqualTo(new EngineProperties("gpu:3", false, 4, 2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "gpu:", "gpu:-1", "GPU:0", "tpu:0", "cpu:0", ""})
  void aDeviceThatIsNoneIsRefused(String device) {
    context
        .withPropertyValues("tiffin.model.device=" + device)
        .run(started ->
            assertThat(started)
                .getFailure()
                .hasStackTraceContaining("expected cpu, or gpu and a number as in gpu:0"));
  }

  @Test
  void sessionsAreMadeByTheSettings() {
    SessionOptions one = SessionOptions.of(EngineProperties.defaults());
    assertThat(one.config().getDeviceCountMap()).isEqualTo(Map.of("GPU", 0));
    assertThat(one.config().getInterOpParallelismThreads()).isNegative();
    assertThat(one.config().getUsePerSessionThreads()).isFalse();
    assertThat(one.run().getInterOpThreadPool()).isEqualTo(-1);
    assertThat(one.config().getAllowSoftPlacement()).isFalse();

    SessionOptions many = SessionOptions.of(new EngineProperties("gpu:1", true, 4, 2));
    assertThat(many.config().getIntraOpParallelismThreads()).isEqualTo(4);
    assertThat(many.config().getInterOpParallelismThreads()).isEqualTo(2);
    assertThat(many.config().getUsePerSessionThreads()).isTrue();
    assertThat(many.config().getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(many.config().getDeviceCountMap()).isEmpty();
    assertThat(many.run().getInterOpThreadPool()).isZero();
  }

  private static EngineProperties on(String device) {
    return new EngineProperties(device, true, 1, 1);
  }
}
