package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tiffin.event.Event;
import io.tiffin.event.EventType;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SimulatedCityTests {

  private static final LocalCalendar CALENDAR = LocalCalendar.withBundledHolidays();
  private static final Instant START =
      Instant.parse("2026-09-11T15:00:00Z"); // Friday 17 h in Berlin

  @Test
  void theSameSeedGivesTheSameEvents() throws NoSuchAlgorithmException {
    String first = digest(CitySettings.berlin(5), Duration.ofHours(12));
    String second = digest(CitySettings.berlin(5), Duration.ofHours(12));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void anotherSeedGivesOtherEvents() throws NoSuchAlgorithmException {
    String first = digest(CitySettings.berlin(5), Duration.ofHours(1));
    String second = digest(CitySettings.berlin(6), Duration.ofHours(1));

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void takingEventsOneByOneOrInStepsIsTheSame() {
    SimulatedCity oneByOne = city(CitySettings.berlin(1));
    SimulatedCity inSteps = city(CitySettings.berlin(1));

    List<Event> steps = new ArrayList<>();
    for (int second = 0; second <= 1_200; second += 7) {
      inSteps.advanceTo(START.plusSeconds(second), steps::add);
    }

    assertThat(steps).hasSizeGreaterThan(1_000);
    assertThat(Stream.generate(oneByOne::next).limit(steps.size()))
        .containsExactlyElementsOf(steps);
  }

  @Test
  void eventsComeInTheOrderOfTheirReceipt() {
    List<Event> events = events(CitySettings.berlin(1), Duration.ofHours(6));

    assertThat(events).isSortedAccordingTo(Comparator.comparing(it -> it.envelope().receivedAt()));
  }

  @Test
  void everyTypeOfEventHappens() {
    List<Event> events = events(CitySettings.berlin(1), Duration.ofDays(3));

    assertThat(events).extracting(EventType::of).contains(EventType.values());
  }

  @Test
  void anOrderGoesThroughItsStagesInOrder() {
    Map<String, List<Event>> journeys =
        journeys(quiet(CitySettings.berlin(1)), Duration.ofHours(8));

    List<List<String>> delivered =
        journeys.values().stream()
            .map(journey -> journey.stream().map(Event::type).toList())
            .filter(types -> types.contains("order.delivered"))
            .toList();
    assertThat(delivered).hasSizeGreaterThan(1_000);
    assertThat(delivered).allSatisfy(SimulatedCityTests::isAJourney);
  }

  @Test
  void aRefusedOrderIsOfferedToSomebodyElse() {
    Map<String, List<Event>> journeys =
        journeys(quiet(CitySettings.berlin(1)), Duration.ofHours(8));

    List<List<String>> refused =
        journeys.values().stream()
            .map(journey -> journey.stream().map(Event::type).toList())
            .filter(
                types -> types.contains("courier.unassigned") && types.contains("order.delivered"))
            .toList();
    assertThat(refused).hasSizeGreaterThan(20);
    assertThat(refused)
        .allSatisfy(types ->
            assertThat(types.lastIndexOf("courier.assigned"))
                .isGreaterThan(types.lastIndexOf("courier.unassigned")));
  }

  @Test
  void couriersOnShiftSendTheirPlaceEveryMinute() {
    Map<String, Instant> lastSeen = new HashMap<>();

    for (Event event : events(quiet(CitySettings.berlin(1)), Duration.ofHours(6))) {
      Instant now = event.envelope().eventTime();
      if (event instanceof Event.CourierOnline online) {
        lastSeen.put(online.courierId(), now);
      } else if (event instanceof Event.CourierLocation location) {
        Instant before = lastSeen.put(location.courierId(), now);
        assertThat(Duration.between(before, now)).isLessThan(Duration.ofSeconds(65));
      }
    }
    assertThat(lastSeen).hasSizeGreaterThan(100);
  }

  @Test
  void theRestaurantOfTheExamplesIsOpenNearTheCentre() {
    for (long seed = 1; seed <= 20; seed++) {
      Event.RestaurantProfile profile =
          events(quiet(CitySettings.berlin(seed)), Duration.ofSeconds(2)).stream()
              .filter(Event.RestaurantProfile.class::isInstance)
              .map(Event.RestaurantProfile.class::cast)
              .filter(it -> it.restaurantId().equals("r-17"))
              .findFirst()
              .orElseThrow();

      assertThat(profile.place().metresTo(new Place(52.5205, 13.4095))).isLessThan(3_000);
    }
  }

  @Test
  void restaurantsAreTheSameWhateverTheStart() {
    List<Event> first = profiles(START);
    List<Event> second = profiles(START.plus(Duration.ofDays(100)));

    assertThat(first).hasSize(79);
    assertThat(second)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("envelope")
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void tooFewRestaurantsAreRefused() {
    CitySettings berlin = CitySettings.berlin(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new CitySettings(
                1,
                "berlin",
                berlin.centre(),
                berlin.timeZone(),
                10,
                3_000,
                Duration.ZERO,
                FaultSettings.none()))
        .withMessage("restaurants is 10, expected at least 20");
  }

  private static void isAJourney(List<String> types) {
    assertThat(types).startsWith("order.placed", "order.accepted").endsWith("order.delivered");
    assertThat(types)
        .containsSubsequence(
            "courier.assigned", "order.picked_up", "courier.arrived_dropoff", "order.delivered")
        .containsSubsequence("courier.arrived_pickup", "order.picked_up")
        .containsSubsequence("order.accepted", "order.ready", "order.picked_up");
  }

  /** Events of each order in the order in which they happened. */
  private static Map<String, List<Event>> journeys(CitySettings settings, Duration length) {
    Map<String, List<Event>> journeys = new HashMap<>();
    for (Event event : events(settings, length)) {
      if (event instanceof Event.OrderEvent order) {
        journeys.computeIfAbsent(order.orderId(), ignored -> new ArrayList<>()).add(event);
      }
    }
    journeys.values().forEach(it -> it.sort(Comparator.comparing(e -> e.envelope().eventTime())));
    return journeys;
  }

  private static List<Event> profiles(Instant start) {
    List<Event> events = new ArrayList<>();
    new SimulatedCity(quiet(CitySettings.berlin(1)), CALENDAR, start)
        .advanceTo(start.plusSeconds(2), events::add);
    return events.stream().filter(Event.RestaurantProfile.class::isInstance).toList();
  }

  private static CitySettings quiet(CitySettings settings) {
    return settings.withFaults(FaultSettings.none());
  }

  private static SimulatedCity city(CitySettings settings) {
    return new SimulatedCity(settings, CALENDAR, START);
  }

  private static List<Event> events(CitySettings settings, Duration length) {
    List<Event> events = new ArrayList<>();
    city(settings).advanceTo(START.plus(length), events::add);
    return events;
  }

  private static String digest(CitySettings settings, Duration length)
      throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Event event : events(settings, length)) {
      digest.update(event.toString().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
