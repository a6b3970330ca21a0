package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.estimate.FakeModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoadedVersionTests {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LoadedVersion version = new LoadedVersion(new FakeModel());

  @Test
  void aVersionIsUsedByAnyNumberUntilItIsRetired() {
    assertThat(version.enter()).isTrue();
    assertThat(version.enter()).isTrue();
    version.exit();
    version.exit();

    assertThat(version.retire(PATIENCE)).isTrue();

    assertThat(version.enter()).isFalse();
    assertThat(version.enter()).isFalse();
  }

  @Test
  void retiringWaitsForTheUsesUnderWay() {
    assertThat(version.enter()).isTrue();
    CompletableFuture<Boolean> retired =
        CompletableFuture.supplyAsync(() -> version.retire(PATIENCE));
    while (version.enter()) {
      version.exit();
    }
    assertThat(retired).isNotDone();

    version.exit();

    assertThat(retired).succeedsWithin(PATIENCE).isEqualTo(true);
  }

  @Test
  void aUseThatDoesNotEndIsNotWaitedForLongerThanThePatience() {
    assertThat(version.enter()).isTrue();

    assertThat(version.retire(Duration.ofMillis(10))).isFalse();
  }

  @Test
  void theLastCallsTellHowManyBroughtNothingAndHowLongTheOthersTook() {
    CallWindow calls = version.calls();
    assertThat(calls.reading().failedShare()).isZero();

    for (int i = 0; i < 1_000; i++) {
      calls.answered(1_000);
    }
    for (int i = 0; i < 256; i++) {
      calls.answered(2_000_000 + i);
      calls.failed();
    }

    CallWindow.Reading reading = calls.reading();
    assertThat(reading.ever()).isEqualTo(1_512);
    assertThat(reading.calls()).isEqualTo(512);
    assertThat(reading.failedShare()).isEqualTo(0.5);
    assertThat(reading.p50Nanos()).isEqualTo(2_000_127);
    assertThat(reading.p99Nanos()).isEqualTo(2_000_253);
  }
}
