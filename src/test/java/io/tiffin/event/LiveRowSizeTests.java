package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How large live rows of restaurants get on a Friday, minute by minute. The row's size goes by the
 * number of minutes in which something was cooked in the last four hours.
 */
class LiveRowSizeTests {

  private static final int MOST_BYTES = 1_536;

  /** The busiest of a city, at its busiest minute. */
  private static final int A_FEW = 16;

  /** A Friday's midnight in the city. */
  private static final Instant MIDNIGHT = Instant.parse("2026-11-19T23:00:00Z");

  private final Map<String, LongSummaryStatistics> bytes = new HashMap<>();
  private final Map<String, Integer> placed = new HashMap<>();

  @Test
  void aBusyRestaurantsLiveRowIsOneAndAHalfKibibytesAtMostAndTheBusiestsHardlyMore() {
    Replay replay = new Replay(ProductCatalogue.read(), new Zones(), ignored -> {});
    SimulatedCity city =
        new SimulatedCity(CitySettings.berlin(1), LocalCalendar.withBundledHolidays(), MIDNIGHT);

    for (int minute = 1; minute <= 24 * 60; minute++) {
      city.advanceTo(
          MIDNIGHT.plus(Duration.ofMinutes(minute)),
          event -> {
            if (event instanceof Event.OrderPlaced order) {
              placed.merge(order.restaurantId(), 1, Integer::sum);
            }
            replay.accept(event);
          });
      measure(replay);
    }

    String busiest = Collections.max(placed.entrySet(), Map.Entry.comparingByValue()).getKey();
    assertThat(placed.get(busiest)).isGreaterThan(300);
    assertThat(bytes.get(busiest).getMax()).isLessThan(MOST_BYTES + A_FEW);
    placed.remove(busiest);
    assertThat(placed.values()).as("orders of the second busiest").anyMatch(orders -> orders > 200);
    placed.keySet().forEach(id -> assertThat(bytes.get(id).getMax()).isLessThan(MOST_BYTES));
    System.out.println("live rows of the busiest restaurant: " + bytes.get(busiest) + " bytes");
  }

  private void measure(Replay replay) {
    for (String restaurant : placed.keySet()) {
      replay
          .body(new RowKey("restaurant_live", restaurant))
          .ifPresent(body ->
              bytes
                  .computeIfAbsent(restaurant, id -> new LongSummaryStatistics())
                  .accept(body.length));
    }
  }
}
