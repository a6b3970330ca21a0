package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.RealTicker;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NvidiaSmiTests {

  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void aLineIsADevice() {
    assertThat(NvidiaSmi.parse("0, 1536, 81559, 12\n1, 4, 81559, [N/A]\n"))
        .containsExactly(
            new DeviceReadings.Reading(0, 1536L << 20, 81559L << 20, OptionalDouble.of(0.12)),
            new DeviceReadings.Reading(1, 4L << 20, 81559L << 20, OptionalDouble.empty()));
  }

  @Test
  void whatIsNoDeviceIsPassedOver() {
    assertThat(NvidiaSmi.parse("No devices were found\n")).isEmpty();
    assertThat(NvidiaSmi.parse("0, [N/A], 81559, 3\n\n")).isEmpty();
  }

  @Test
  void theCommandsLinesAreRead() {
    List<String> command = List.of("sh", "-c", "echo '0, 100, 1000, 50'");

    assertThat(new NvidiaSmi(command, SOON).read()).hasSize(1);
  }

  @Test
  void withoutTheCommandThereIsNoDevice() {
    assertThat(new NvidiaSmi(List.of("no-such-command-here"), SOON).read()).isEmpty();
    assertThat(new NvidiaSmi(List.of("sh", "-c", "exit 9"), SOON).read()).isEmpty();
  }

  @Test
  void aCommandThatHangsIsGivenUp() {
    RealTicker ticker = new RealTicker();
    long begun = ticker.nanos();

    List<DeviceReadings.Reading> readings =
        new NvidiaSmi(List.of("sleep", "60"), Duration.ofMillis(100)).read();

    assertThat(readings).isEmpty();
    assertThat(Duration.ofNanos(ticker.nanos() - begun)).isLessThan(Duration.ofSeconds(30));
  }
}
