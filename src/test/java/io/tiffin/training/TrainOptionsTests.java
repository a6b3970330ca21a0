package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.training.TrainOptions.Source.City;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
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
}
