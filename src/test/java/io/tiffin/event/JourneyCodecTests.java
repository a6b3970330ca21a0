package io.tiffin.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event.OrderEvent;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyCodecTests {

  private static final Zones ZONES = new Zones();
  private static final KnownRestaurant RESTAURANT =
      new KnownRestaurant(new Place(52.5, 13.4), ZoneId.of("Europe/Berlin"), "871f1d489ffffff", 17);

  private final JourneySteps steps =
      new JourneySteps(ProductCatalogue.read(), _ -> Optional.of(RESTAURANT), ZONES);

  @Test
  void everyJourneyOfACityComesBackAsItWas() {
    Map<String, OrderJourney> orders = new HashMap<>();
    Map<String, SignalJourney> signals = new HashMap<>();

    for (Event event : events()) {
      long micros = Stamp.of(event.envelope()).eventMicros();
      switch (event) {
        case OrderEvent it -> {
          OrderJourney after =
              steps
                  .apply(
                      orders.getOrDefault(it.orderId(), OrderJourney.begin(it.orderId())),
                      it,
                      micros)
                  .journey();
          byte[] bytes = JourneyCodec.write(after);
          OrderJourney read = JourneyCodec.readOrder(bytes).orElseThrow();
          assertThat(JourneyCodec.write(read)).isEqualTo(bytes);
          assertThat(read.legs()).isEqualTo(after.legs());
          assertThat(read.placed().map(PlacedOrder::dropoff))
              .isEqualTo(after.placed().map(PlacedOrder::dropoff));
          assertThat(OrderJourney.STAGES.stream().map(read::stageMicros))
              .isEqualTo(OrderJourney.STAGES.stream().map(after::stageMicros).toList());
          orders.put(it.orderId(), read);
        }
        case Event.CourierEvent it -> {
          SignalJourney after =
              steps
                  .apply(
                      signals.getOrDefault(it.courierId(), SignalJourney.begin(it.courierId())),
                      it,
                      micros)
                  .journey();
          byte[] bytes = JourneyCodec.write(after);
          SignalJourney read = JourneyCodec.readSignals(bytes).orElseThrow();
          assertThat(JourneyCodec.write(read)).isEqualTo(bytes);
          assertThat(read.recent()).hasSameSizeAs(after.recent());
          signals.put(it.courierId(), read);
        }
        case Event.RestaurantEvent _ -> {}
      }
    }
    assertThat(orders).hasSizeGreaterThan(100);
    assertThat(signals).hasSizeGreaterThan(10);
  }

  @Test
  void aProfileComesBackAsItWas() {
    assertThat(JourneyCodec.readRestaurant(JourneyCodec.write(RESTAURANT))).contains(RESTAURANT);
  }

  @Test
  void bytesOfAnotherKindOrVersionOrThatEndEarlyAreNoJourney() {
    byte[] order = JourneyCodec.write(OrderJourney.begin("o-1"));
    byte[] newer = order.clone();
    newer[1] = 9;

    assertThat(JourneyCodec.readSignals(order)).isEmpty();
    assertThat(JourneyCodec.readOrder(newer)).isEmpty();
    assertThat(JourneyCodec.readOrder(Arrays.copyOf(order, order.length + 1))).isEmpty();
    for (int length = 0; length < order.length; length++) {
      assertThat(JourneyCodec.readOrder(Arrays.copyOf(order, length))).isEmpty();
    }
  }

  private static List<Event> events() {
    return new SampleCity(3, Instant.parse("2026-03-28T20:00:00Z"), Duration.ofHours(6))
        .events(12, 15, 300);
  }
}
