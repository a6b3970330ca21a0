package io.tiffin.simulation.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import io.tiffin.simulation.stream.ScriptedService.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamCommandTests {

  private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");
  private static final double SPEED = 60;

  /** A second of watching the service's clock later. */
  private static final Instant BEGINS = NOW.plusSeconds(60);

  private final FakeTicker ticker = new FakeTicker();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Duration> waits = new ArrayList<>();
  private Instant stopAt = Instant.MAX;
  private double serviceSpeed = SPEED;
  private ScriptedService service;

  @BeforeEach
  void startService() throws IOException {
    service = new ScriptedService(this::serviceNow);
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  private Instant serviceNow() {
    return NOW.plusNanos(Math.round(ticker.nanos() * serviceSpeed));
  }

  /** Waiting moves the fake time on, and the service's with it. */
  private boolean awaited(Duration longest) {
    waits.add(longest);
    ticker.advance(longest);
    return !serviceNow().isBefore(stopAt);
  }

  @Test
  void theServiceGetsTheEventsOfTheCityInTheirOrder() throws InterruptedException {
    int status = run("--duration", "10m");

    assertThat(status).isZero();
    assertThat(ids(service.events())).isNotEmpty().isEqualTo(ids(cityUntil(10)));
    assertThat(printed())
        .contains(
            "The city begins at 2026-11-20T18:01:00Z, the service's clock shows 2026-11-20T18:01:00Z")
        .contains(String.format(Locale.ROOT, "%,d events sent", service.events().size()));
  }

  @Test
  void eventsAreSentWhenTheServicesClockHasReachedThem() throws InterruptedException {
    run("--duration", "10m");

    // A tenth of a second is six seconds of the city.
    for (Event event : service.events()) {
      assertThat(Duration.between(event.envelope().eventTime(), event.envelope().receivedAt()))
          .isGreaterThan(Duration.ofMinutes(-2));
    }
    assertThat(waits).contains(Duration.ofMillis(100));
    assertThat(service.batches()).hasSizeGreaterThan(50);
  }

  @Test
  void whatLiesBeforeTheServicesNowIsSentAtOnceInBatches() throws InterruptedException {
    run("--start", "2026-11-20T16:00:00Z", "--duration", "125m");

    assertThat(service.batches()).allMatch(size -> size <= 500).contains(500);
    assertThat(serviceNow()).isBefore(NOW.plus(Duration.ofMinutes(6)));
    assertThat(service.events().getFirst().envelope().eventTime())
        .isBefore(Instant.parse("2026-11-20T16:01:00Z"));
  }

  @Test
  void itEndsWhenItIsToldToAndSaysWhatItHasSent() throws InterruptedException {
    stopAt = BEGINS.plus(Duration.ofMinutes(3));

    assertThat(run()).isZero();

    assertThat(ids(service.events())).isEqualTo(ids(cityUntil(3, 6)));
    assertThat(printed()).contains(" events sent: ");
  }

  @Test
  void whatIsNotTakenIsSentAgainUntilItIs() throws InterruptedException {
    service.answersNextWith(
        new Script(503, null, false), new Script(0, null, false), new Script(429, null, false));

    assertThat(run("--duration", "10m")).isZero();

    assertThat(ids(service.events())).isEqualTo(ids(cityUntil(10, 0)));
    assertThat(printedErrors())
        .containsOnlyOnce(
            "The service does not take events, they are sent again: 503 Another process")
        .containsOnlyOnce("The service takes events again.");
    assertThat(printed()).contains("3 requests sent again");
  }

  // The answer was lost, not the events: the service has them twice and counts them once.
  @Test
  void eventsWhoseFateIsNotKnownAreSentAgainAsTheyWere() throws InterruptedException {
    service.answersNextWith(new Script(0, null, true));

    run("--duration", "2m");

    int first = service.batches().getFirst();
    assertThat(service.events().subList(0, first).stream().map(Event::type).toList())
        .isEqualTo(service.events().subList(first, 2 * first).stream().map(Event::type).toList());
    assertThat(ids(service.events().subList(0, first)))
        .isEqualTo(ids(service.events().subList(first, 2 * first)));
  }

  @Test
  void theServiceIsLeftAloneForAsLongAsItAsks() throws InterruptedException {
    service.answersNextWith(new Script(503, "7", false));

    run("--duration", "10m");

    assertThat(waits).contains(Duration.ofSeconds(7));
  }

  @Test
  void withoutThatTheWaitsGrow() throws InterruptedException {
    Script down = new Script(503, null, false);
    service.answersNextWith(down, down, down, down, down, down, down, down);

    run("--duration", "10m");

    assertThat(waits)
        .containsSubsequence(
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(1_600),
            Duration.ofMillis(3_200),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
  }

  @Test
  void aServiceThatWillNeverTakeThemEndsIt() throws InterruptedException {
    service.answersNextWith(new Script(404, null, false));

    assertThat(run("--duration", "10m")).isEqualTo(2);

    assertThat(printedErrors())
        .contains("The service refuses the events: 404 Another process writes the live rows.");
  }

  @Test
  void whatIsRejectedIsSaidOnce() throws InterruptedException {
    run("--duration", "2m");

    assertThat(printedErrors())
        .containsOnlyOnce("The service rejects events, the first because: is odd");
  }

  @Test
  void aServiceWhoseClockRunsAtAnotherSpeedIsRefused() throws InterruptedException {
    serviceSpeed = 1;

    assertThat(run("--duration", "2m")).isEqualTo(2);

    assertThat(printedErrors())
        .startsWith(
            "The service's clock runs 1.0 times as fast as real time and not 60.0: start the service"
                + " with --tiffin.clock.speed=60.0, or say --speed 1.0");
    assertThat(service.events()).isEmpty();
  }

  @Test
  void whereNoServiceAnswersThatIsSaid() throws InterruptedException {
    service.close();

    assertThat(run("--duration", "2m")).isEqualTo(1);

    assertThat(printedErrors()).startsWith("No service answers: ");
  }

  private int run(String... more) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--url", service.url(), "--speed", "60"));
    arguments.addAll(Arrays.asList(more));
    return new StreamCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            ticker,
            this::awaited)
        .execute(arguments);
  }

  private static List<Event> cityUntil(int minutes) {
    return cityUntil(minutes, 0);
  }

  /** What the city sends until then; told to stop, it has stopped a step before. */
  private static List<Event> cityUntil(int minutes, int secondsBefore) {
    List<Event> events = new ArrayList<>();
    new SimulatedCity(CitySettings.berlin(1), LocalCalendar.withBundledHolidays(), BEGINS)
        .advanceTo(
            BEGINS.plus(Duration.ofMinutes(minutes)).minusSeconds(secondsBefore), events::add);
    return events;
  }

  private static List<String> ids(List<Event> events) {
    return events.stream().map(event -> event.envelope().eventId()).toList();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String printedErrors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
