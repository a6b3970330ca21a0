package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTopologyTests {

  private static final Catalogue CATALOGUE = ProductCatalogue.read();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsAreThoseOfAReplayOfTheSameEventsBitForBit(long seed) {
    List<Event> events =
        SampleCity.faulty(
            new SampleCity(seed, TopologyRun.START, Duration.ofHours(3)).events(8, 6, 80),
            Duration.ofMinutes(30),
            new SplittableRandom(seed));
    OracleRows oracle = OracleRows.of(CATALOGUE, events);

    try (TopologyRun run = new TopologyRun()) {
      run.accept(events);
      run.pass(Duration.ofMinutes(6));

      assertThat(oracle.differences(run.rows())).isEmpty();
      assertThat(run.deadLetters()).isEmpty();
    }
  }
}
