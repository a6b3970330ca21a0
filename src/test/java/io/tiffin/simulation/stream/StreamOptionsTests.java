package io.tiffin.simulation.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.simulation.CitySettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamOptionsTests {

  @Test
  void theUrlIsEnough() throws StreamInputException {
    StreamOptions options = parse("--url", "http://localhost:8080/");

    assertThat(options)
        .isEqualTo(
            new StreamOptions(
                URI.create("http://localhost:8080"), 1, CitySettings.berlin(1), null, null));
  }

  @Test
  void everythingCanBeSaid() throws StreamInputException {
    StreamOptions options =
        parse(
            "--url https://tiffin.example/eta --speed 60 --seed 7 --restaurants 40"
                + " --orders-per-day 500 --start 2026-11-27T10:00:00Z --duration 2d");

    assertThat(options.url()).isEqualTo(URI.create("https://tiffin.example/eta"));
    assertThat(options.speed()).isEqualTo(60);
    assertThat(options.city().seed()).isEqualTo(7);
    assertThat(options.city().restaurants()).isEqualTo(40);
    assertThat(options.city().ordersPerDay()).isEqualTo(500);
    assertThat(options.start()).isEqualTo(Instant.parse("2026-11-27T10:00:00Z"));
    assertThat(options.duration()).isEqualTo(Duration.ofDays(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --speed 2                               | expected --url
          --url localhost:8080                    | --url is 'localhost:8080', expected one such as http://localhost:8080
          --url http://a?b=c                      | --url is 'http://a?b=c', expected one such as http://localhost:8080
          --url http://a --speed 0                | --speed is 0.0, expected above 0 and at most 60000
          --url http://a --speed NaN              | --speed is NaN, expected above 0 and at most 60000
          --url http://a --speed fast             | --speed is 'fast', expected a number
          --url http://a --seed one               | --seed is 'one', expected a whole number
          --url http://a --restaurants 3          | restaurants is 3, expected at least 20
          --url http://a --start now              | --start is 'now', expected an instant such as 2026-11-27T10:00:00Z
          --url http://a --duration 0s            | --duration is '0s', expected a length such as 90m or 2d
          --url http://a --duration long          | --duration is 'long', expected a length such as 90m or 2d
          --url http://a --orders                 | '--orders' is not an option
          --url                                   | --url needs a value
          """)
  void aMistakeIsSaidInOneSentence(String arguments, String sentence) {
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOf(StreamInputException.class)
        .hasMessage(sentence);
  }

  private static StreamOptions parse(String... arguments) throws StreamInputException {
    List<String> all =
        Arrays.stream(arguments).flatMap(text -> Arrays.stream(text.split(" "))).toList();
    return StreamOptions.parse(all);
  }
}
