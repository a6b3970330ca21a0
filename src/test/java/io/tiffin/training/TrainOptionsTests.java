package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.training.TrainOptions.Source.City;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainOptionsTests {

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "3651", "4294967297"})
  void daysOutsideTheRangeAreRefused(String days) {
    assertThatThrownBy(() -> parse(days))
        .isInstanceOf(TrainingInputException.class)
        .hasMessage("--simulated-days is " + days + ", expected 1 to 3650");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 42, 3650})
  void daysInsideTheRangeAreTaken(int days) throws Exception {
    assertThat(parse(String.valueOf(days)).source()).isEqualTo(new City(days));
  }

  private static TrainOptions parse(String days) throws TrainingInputException {
    return TrainOptions.parse(List.of("--simulated-days", days));
  }

  @Test
  void growingHasDefaults() throws Exception {
    TrainOptions options = TrainOptions.parse(List.of("--simulated-days", "7", "--grow"));

    assertThat(options.growth())
        .isEqualTo(new GrowthOptions(Path.of("growth"), 10, 0.04, null, 256));
    assertThat(TrainOptions.parse(List.of("--simulated-days", "7")).growth()).isNull();
  }

  @Test
  void everythingOfGrowingCanBeSaid() throws Exception {
    TrainOptions options =
        TrainOptions.parse(
            List.of(
                "--simulated-days",
                "7",
                "--grow",
                "--frontier",
                "f",
                "--rung-epochs",
                "3",
                "--vcpu-hour",
                "0.05",
                "--target-mae",
                "6.5"));

    assertThat(options.growth()).isEqualTo(new GrowthOptions(Path.of("f"), 3, 0.05, 6.5, 256));
  }

  @ParameterizedTest
  @CsvSource({
    "--rung-epochs, 0, --rung-epochs is 0",
    "--rung-epochs, 1.5, --rung-epochs is 1.5",
    "--vcpu-hour, free, --vcpu-hour is 'free'",
    "--target-mae, -1, --target-mae is -1"
  })
  void numbersOfGrowingAreAboveZero(String option, String value, String message) {
    assertThatThrownBy(
            () -> TrainOptions.parse(List.of("--simulated-days", "7", "--grow", option, value)))
        .isInstanceOf(TrainingInputException.class)
        .hasMessageStartingWith(message);
  }
}
