package io.tiffin.event.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.EventRules.Violation;
import io.tiffin.geo.Place;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class EventJsonTests {

  private static final Instant NOW = Instant.parse("2026-11-22T18:05:01Z");

  private static final String READY =
      """
      {"eventId":"e-1","type":"order.ready","eventTime":"2026-11-22T18:05:00Z","cityId":"berlin","orderId":"o-1"}\
      """;

  private static final String PLACED =
      """
      {"eventId":"e-2","type":"order.placed","eventTime":"2026-11-22T18:05:00.123456Z","cityId":"berlin","orderId":"o-1",\
      "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520,\
      "promisedMinutes":40}\
      """;

  private final EventJson json = new EventJson();

  @Test
  void anEventIsReadWithEveryField() {
    Event.OrderPlaced placed = (Event.OrderPlaced) valid(PLACED);

    assertThat(placed)
        .isEqualTo(
            new Event.OrderPlaced(
                new Event.Envelope(
                    "e-2", Instant.parse("2026-11-22T18:05:00.123456Z"), NOW, "berlin"),
                "o-1",
                "r-17",
                new Place(52.5205, 13.4095),
                3,
                2,
                3520,
                40.0));
  }

  @Test
  void fieldsComeInAnyOrderAndNullIsMissing() {
    Event event =
        valid(
            """
            {"promisedMinutes":null, "subtotalCents":3.52e3, "itemsDistinct":2.0, "itemsTotal":3, "dropoff":null,
             "restaurantId":"r-17", "orderId":"o-1", "cityId":"berlin", "receivedAt":null,
             "eventTime":"2026-11-22T19:05:00+01:00", "type":"order.placed", "eventId":"e-2"}
            """);

    assertThat(event)
        .isEqualTo(
            new Event.OrderPlaced(
                new Event.Envelope("e-2", Instant.parse("2026-11-22T18:05:00Z"), NOW, "berlin"),
                "o-1",
                "r-17",
                null,
                3,
                2,
                3520,
                null));
  }

  @Test
  void whoeverSendsAnEventDoesNotSayWhenItWasReceived() {
    String stamped = READY.replace("}", ",\"receivedAt\":\"2026-11-22T18:00:00Z\"}");

    assertThat(violations(stamped))
        .containsExactly("receivedAt is stamped by the service: leave it out");
    assertThat(json.read(stamped.getBytes(UTF_8), ReceivedAt.KEEP, NOW))
        .isInstanceOfSatisfying(
            ReadEvent.Valid.class,
            read ->
                assertThat(read.event().envelope().receivedAt()).isEqualTo("2026-11-22T18:00:00Z"));
  }

  @Test
  void whereReceivedAtIsKeptAndMissingTheGivenInstantStandsIn() {
    assertThat(json.read(READY.getBytes(UTF_8), ReceivedAt.KEEP, NOW))
        .isInstanceOfSatisfying(
            ReadEvent.Valid.class,
            read -> assertThat(read.event().envelope().receivedAt()).isEqualTo(NOW));
  }

  @Test
  void allThatIsWrongIsListedByField() {
    assertThat(
            violations(
                """
                {"eventId":"","type":"order.placed","eventTime":"yesterday","cityId":7,"orderId":"o-1","orderId":"o-2",
                 "dropoff":{"lat":91,"lat":1,"height":3},"itemsTotal":0,"itemsDistinct":1.5,"subtotalCents":1e99,
                 "promisedMinutes":"40","courierId":"c-1","tip":{"cents":[1,2]}}
                """))
        .containsExactlyInAnyOrder(
            "eventId must be 1 to 128 characters, not all blank",
            "eventTime must be an instant in UTC such as 2026-11-22T18:05:00Z",
            "cityId must be text",
            "orderId occurs twice",
            "restaurantId is required",
            "dropoff.lat must be -90 to 90",
            "dropoff.lat occurs twice",
            "dropoff.height is no field of this object",
            "dropoff.lon is required",
            "itemsTotal must be 1 to 10000",
            "itemsDistinct must be a whole number",
            "subtotalCents must be a whole number",
            "promisedMinutes must be a number",
            "courierId is no field of order.placed",
            "tip is no field of any event");
  }

  @Test
  void ofAnUnknownTypeOnlyTheEnvelopeIsJudged() {
    assertThat(
            violations(
                """
                {"eventId":" ","type":"order.eaten","eventTime":"1999-11-22T18:05:00Z","orderId":"o-1","courierId":"c-1"}\
                """))
        .satisfiesExactly(
            type -> assertThat(type).startsWith("type must be one of order.placed, order.accepted"),
            city -> assertThat(city).isEqualTo("cityId is required"),
            id -> assertThat(id).startsWith("eventId must be"),
            time -> assertThat(time).startsWith("eventTime must be from 2000-01-01T00:00:00Z"));
    assertThat(violations("{}"))
        .containsExactly(
            "eventId is required",
            "type is required",
            "eventTime is required",
            "cityId is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "itemsTotal":3          | "itemsTotal":99999999999999999999 | itemsTotal must be 1 to 10000
          "itemsTotal":3          | "itemsTotal":-99999999999         | itemsTotal must be 1 to 10000
          "itemsDistinct":2       | "itemsDistinct":4                 | itemsDistinct must not be more than itemsTotal
          "subtotalCents":3520    | "subtotalCents":-1                | subtotalCents must be 0 to 1000000000
          "promisedMinutes":40    | "promisedMinutes":1e999           | promisedMinutes must be above 0 and at most 1440
          "promisedMinutes":40    | "promisedMinutes":true            | promisedMinutes must be a number
          "lat":52.5205           | "lat":null                        | dropoff.lat is required
          "lat":52.5205           | "lat":[1]                         | dropoff.lat must be a number
          "orderId":"o-1"         | "orderId":{"a":1}                 | orderId must be text
          "orderId":"o-1"         | "orderId":"\\ud800"               | orderId must not hold half of a surrogate pair
          "orderId":"o-1"         | "orderId":"a\\u0000b"             | orderId must not hold control characters
          "type":"order.placed"   | "type":"order.ready"              | restaurantId is no field of order.ready
          "type":"order.placed"   | "type":4                          | type must be one of order.placed
          18:05:00.123456Z        | 18:05:00.1234567890Z              | eventTime must be an instant
          18:05:00.123456Z        | 25:05:00Z                         | eventTime must be an instant
          18:05:00.123456Z        | 18:05:00                          | eventTime must be an instant
          """)
  void aFieldThatIsWrongIsNamed(String right, String wrong, String violation) {
    assertThat(violations(PLACED.replace(right, wrong)).getFirst()).startsWith(violation);
  }

  @Test
  void aTimeZoneMustBeOne() {
    assertThat(
            violations(
                """
                {"eventId":"e-1","type":"restaurant.profile","eventTime":"2026-11-22T18:05:00Z","cityId":"berlin",\
                "restaurantId":"r-1","place":{"lat":1,"lon":2},"cuisine":"thai","timeZone":"Berlin"}\
                """))
        .containsExactly("timeZone must be a time zone such as Europe/Berlin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                            | is empty, must be a JSON object
          `  `                          | is empty, must be a JSON object
          []                            | must be a JSON object
          "order.ready"                 | must be a JSON object
          {"eventId":"e-1"              | eventId is not well-formed JSON at column 17
          {"eventId":e-1}               | eventId is not well-formed JSON at column 12
          {"dropoff":{"lat":1,}}        | dropoff.lat is not well-formed JSON at column 21
          {'eventId':1}                 | is not well-formed JSON at column 2
          {"eventId":"e-1"}             | type is required
          {"eventId":NaN}               | eventId is not well-formed JSON at column 15
          {} {}                         | goes on after its JSON object at column 4
          """)
  void whatIsNoJsonIsRefusedWithItsPlaceInPlainWords(String text, String expected) {
    assertThat(violations(text))
        .anySatisfy(violation -> assertThat(violation.strip()).startsWith(expected))
        .noneMatch(violation -> violation.contains("tools.jackson") || violation.contains("$"));
  }

  @Test
  void onlyUtf8IsRead() {
    assertThat(json.read(READY.getBytes(UTF_16), ReceivedAt.STAMP, NOW))
        .isEqualTo(new ReadEvent.Refused(List.of(new Violation("", "is not UTF-8"))));
    byte[] cut = READY.replace("o-1", "o-ü").getBytes(UTF_8);
    cut[cut.length - 3] = 'x';
    assertThat(json.read(cut, ReceivedAt.STAMP, NOW))
        .isEqualTo(new ReadEvent.Refused(List.of(new Violation("", "is not UTF-8"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void whatIsNestedTooDeepIsRefused(String opening) {
    assertThat(violations("{\"tip\":" + opening.repeat(40)).getFirst())
        .contains("is nested too deep");
  }

  @Test
  void whatIsSaidBackIsShortAndHarmless() {
    String names = "\"a\\u0007" + "b".repeat(200) + "\":1";
    StringBuilder many = new StringBuilder("{" + names);
    for (int name = 0; name < 100; name++) {
      many.append(",\"n").append(name).append("\":[]");
    }

    List<String> violations = violations(many.append('}').toString());

    assertThat(violations).hasSize(32);
    assertThat(violations.getFirst())
        .isEqualTo("a?" + "b".repeat(62) + "… is no field of any event");
  }

  @Test
  void anEventInsideALongerTextIsReadAndTheReadingGoesOn() {
    String text = "[" + READY + ",7," + READY.replace("o-1", "o-2") + "]";
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();

      parser.nextToken();
      assertThat(json.read(parser, ReceivedAt.STAMP, NOW)).isInstanceOf(ReadEvent.Valid.class);
      parser.nextToken();
      assertThat(json.read(parser, ReceivedAt.STAMP, NOW)).isInstanceOf(ReadEvent.Refused.class);
      parser.nextToken();
      assertThat(json.read(parser, ReceivedAt.STAMP, NOW)).isInstanceOf(ReadEvent.Valid.class);
    }
  }

  @Test
  void aRefusalIsOneLineForLogs() {
    assertThat(
            new ReadEvent.Refused(
                    List.of(new Violation("", "is empty"), new Violation("type", "is required")))
                .text())
        .isEqualTo("the event is empty; type is required");
  }

  @Test
  void anEventIsWrittenOnOneLine() {
    byte[] written = json.write(valid(PLACED));

    assertThat(new String(written, UTF_8))
        .isEqualTo(
            """
            {"eventId":"e-2","type":"order.placed","eventTime":"2026-11-22T18:05:00.123456Z",\
            "receivedAt":"2026-11-22T18:05:01Z","cityId":"berlin","orderId":"o-1","restaurantId":"r-17",\
            "dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520,\
            "promisedMinutes":40.0}\
            """);
    assertThat(new String(json.writeUnstamped(valid(READY)), UTF_8)).isEqualTo(READY);
  }

  private Event valid(String text) {
    ReadEvent read = json.read(text.getBytes(UTF_8), ReceivedAt.STAMP, NOW);
    assertThat(read).isInstanceOf(ReadEvent.Valid.class);
    return ((ReadEvent.Valid) read).event();
  }

  private List<String> violations(String text) {
    ReadEvent read = json.read(text.getBytes(UTF_8), ReceivedAt.STAMP, NOW);
    assertThat(read).isInstanceOf(ReadEvent.Refused.class);
    return ((ReadEvent.Refused) read)
        .violations().stream()
            .map(violation -> (violation.field() + " " + violation.reason()).strip())
            .toList();
  }
}
