package io.tiffin.event;

import static io.tiffin.event.SampleEvents.DOOR;
import static io.tiffin.event.SampleEvents.envelope;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.EventRules.Violation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventRulesTests {

  @Test
  void ordinaryEventsAreAccepted() {
    assertThat(
            new SampleCity(1, SampleEvents.START, java.time.Duration.ofHours(1)).events(3, 3, 30))
        .allSatisfy(event -> assertThat(EventRules.check(event)).isEmpty());
  }

  @Test
  void anIdMustHaveOneToOneHundredTwentyEightCharacters() {
    assertThat(violations("")).containsExactly("orderId");
    assertThat(violations(" ")).containsExactly("orderId");
    assertThat(violations("x".repeat(129))).containsExactly("orderId");
    assertThat(violations("o\n1")).containsExactly("orderId");
    assertThat(violations("x".repeat(128))).isEmpty();
    assertThat(violations("Größe 1")).isEmpty();
  }

  private static java.util.List<String> violations(String orderId) {
    return EventRules.check(new Event.OrderReady(envelope(0), orderId)).stream()
        .map(Violation::field)
        .toList();
  }

  @Test
  void everyViolationIsNamedWithWhatIsExpected() {
    Event.Envelope envelope = new Event.Envelope("e-1", Instant.MAX, Instant.MIN, "berlin");
    Event event = new Event.OrderPlaced(envelope, "o-1", "r-1", DOOR, 0, 3, -1, Double.NaN);

    assertThat(EventRules.check(event))
        .extracting(violation -> violation.field() + " " + violation.reason())
        .containsExactly(
            "eventTime must be from 2000-01-01T00:00:00Z and before 2100-01-01T00:00:00Z",
            "receivedAt must be from 2000-01-01T00:00:00Z and before 2100-01-01T00:00:00Z",
            "itemsTotal must be 1 to 10000",
            "itemsDistinct must not be more than itemsTotal",
            "subtotalCents must be 0 to 1000000000",
            "promisedMinutes must be above 0 and at most 1440");
  }
}
