package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.Event.Envelope;
import io.tiffin.event.EventRows;
import io.tiffin.event.EventType;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.SampleCity;
import io.tiffin.event.json.EventJson;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Place;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopologyStepTests {

  private static final Place KITCHEN = new Place(52.5200, 13.4050);
  private static final Place DOOR = new Place(52.5300, 13.4200);
  private static final RowKey LIVE = new RowKey("restaurant_live", "r-1");
  private static final RowKey HISTORY = new RowKey("restaurant_history", "r-1");

  private final TopologyRun run = new TopologyRun();

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void eventsThatComeAgainChangeNoRow() {
    List<Event> events =
        SampleCity.faulty(
            new SampleCity(4, TopologyRun.START, Duration.ofHours(1)).events(3, 3, 20),
            Duration.ofMinutes(5),
            new SplittableRandom(4));
    run.accept(events);
    run.pass(Duration.ofMinutes(6));
    assertThat(run.rows()).containsKey(new RowKey("city_live", "berlin"));

    run.accept(events);
    run.pass(Duration.ofMinutes(6));

    assertThat(run.rows().keySet())
        .extracting(RowKey::view)
        .doesNotContain("city_live", "restaurant_live", EventRows.JOURNEY_VIEW);
  }

  @Test
  void whatIsNoEventIsADeadLetterAsItCameWithTheReason() {
    byte[] key = RowKeys.text("o-1");
    byte[] value = "{\"type\":\"order.eaten\"}".getBytes(StandardCharsets.UTF_8);

    run.accept(profile());
    run.send(key, value, TopologyRun.START);
    run.accept(placed("o-2", 10));

    assertThat(run.deadLetters())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.key()).isEqualTo(key);
          assertThat(letter.value()).isEqualTo(value);
          assertThat(letter.getRecordTime()).isEqualTo(TopologyRun.START);
          assertThat(header(letter, DeadLetters.REASON)).contains("type");
          assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("tiffin-events");
          assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("0");
          assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("1");
        });
    run.pass(Duration.ofSeconds(1));
    assertThat(run.rows()).containsKey(LIVE);
  }

  @Test
  void anEventUnderAnotherKeyIsADeadLetterForItsJourneyIsElsewhere() {
    byte[] json = new EventJson().write(placed("o-1", 10));

    run.send(RowKeys.text("o-2"), json, TopologyRun.START);
    run.send(null, json, TopologyRun.START);
    run.send(RowKeys.text("o-1"), null, TopologyRun.START);

    assertThat(run.deadLetters())
        .extracting(letter -> header(letter, DeadLetters.REASON))
        .containsExactly(
            "the record's key must be o-1",
            "the record's key must be o-1",
            "the record has no value");
  }

  @Test
  void whereTheTimeOfReceiptIsMissingTheRecordsStandsIn() {
    Event event = placed("o-1", 10);
    Instant timestamp = TopologyRun.START.plusSeconds(17);

    run.send(RowKeys.text("o-1"), new EventJson().writeUnstamped(event), timestamp);
    run.pass(Duration.ofSeconds(1));

    assertThat(run.rows().get(LIVE).eventTime()).isEqualTo(timestamp);
  }

  @Test
  void anOrdersJourneyIsARowAtOnce() {
    run.accept(placed("o-1", 10));
    run.accept(new Event.OrderAccepted(envelope(60), "o-1"));

    Row row = run.rows().get(EventRows.journeyKey("o-1"));
    assertThat(row.eventTime()).isEqualTo(TopologyRun.START.plusSeconds(60));
    assertThat(JourneyCodec.readOrder(row.body()))
        .hasValueSatisfying(journey -> assertThat(journey.has(EventType.ORDER_ACCEPTED)).isTrue());
  }

  @Test
  void aRowIsPublishedOnceAnIntervalOfItsView() {
    run.accept(placed("o-1", 10));
    for (int i = 0; i < 60 && !run.rows().containsKey(HISTORY); i++) {
      run.pass(Duration.ofSeconds(6));
    }

    run.accept(placed("o-2", 20));
    run.accept(placed("o-3", 30));
    run.pass(Duration.ofMinutes(4));

    assertThat(run.published())
        .filteredOn(RowRecord.Changed.class::isInstance)
        .extracting(record -> ((RowRecord.Changed) record).row().key())
        .containsOnlyOnce(LIVE)
        .doesNotContain(HISTORY);
    run.pass(Duration.ofMinutes(2));
    assertThat(run.rows()).containsKey(HISTORY).doesNotContainKey(LIVE);
  }

  @Test
  void revisionsAreTheClocksAndGoOnWhereTheClockIsSetBack() {
    long before = published(placed("o-1", 10)).revision();
    assertThat(before).isEqualTo(micros(TopologyRun.START.plusMillis(100)));

    run.setClock(Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(published(placed("o-2", 20)).revision()).isEqualTo(before + 1);
  }

  @Test
  void aRowThatIsBeatenInTheStoreIsRaisedAboveIt() {
    Row row = published(placed("o-1", 10));
    long stored = row.revision() + 1_000_000_000_000L;

    run.tell(RowKeys.write(LIVE), new Hop.Superseded(stored));
    run.pass(Duration.ofSeconds(1));

    Row raised = run.rows().get(LIVE);
    assertThat(raised.revision()).isGreaterThan(stored);
    assertThat(raised.body()).isEqualTo(row.body());
  }

  @Test
  void aRowThatLostAgainstALaterOneOfItsOwnIsNotPublishedAgain() {
    long first = published(placed("o-1", 10)).revision();
    long second = published(placed("o-2", 20)).revision();

    run.tell(RowKeys.write(LIVE), new Hop.Superseded(first));
    run.tell(RowKeys.write(LIVE), new Hop.Superseded(second));
    run.pass(Duration.ofSeconds(1));

    assertThat(run.rows()).doesNotContainKey(LIVE);
  }

  @Test
  void anOlderProfileDoesNotReplaceANewerOne() {
    run.accept(
        new Event.RestaurantProfile(envelope(100), "r-1", KITCHEN, "thai", SampleCity.BERLIN));
    assertThat(run.rows()).containsKey(new RowKey("restaurant_profile", "r-1"));

    run.accept(new Event.RestaurantProfile(envelope(50), "r-1", DOOR, "thai", SampleCity.BERLIN));

    assertThat(run.rows()).doesNotContainKey(new RowKey("restaurant_profile", "r-1"));
  }

  @Test
  void journeysAreForgottenOnceTheyAreOver() {
    run.accept(placed("o-1", 10));
    assertThat(journeys()).isEqualTo(1);

    run.accept(placed("o-2", Duration.ofDays(2).toSeconds()));
    run.pass(Duration.ofSeconds(2));
    assertThat(journeys()).isEqualTo(2);

    run.accept(placed("o-3", Duration.ofHours(50).toSeconds()));
    run.pass(Duration.ofSeconds(2));
    assertThat(journeys()).isEqualTo(2);
  }

  @Test
  void journeysStayWhileNothingComes() {
    KeyValueStore<byte[], byte[]> kept = run.driver().getKeyValueStore(EventTopology.JOURNEYS);
    kept.put(RowKeys.text("o/o-1"), new byte[24]); // since 1970

    run.pass(Duration.ofSeconds(5));
    assertThat(journeys()).isEqualTo(1);

    run.accept(profile());
    run.pass(Duration.ofSeconds(5));
    assertThat(kept.get(RowKeys.text("o/o-1"))).isNull();
  }

  @Test
  void afterTwoDaysAnOrderBeginsAnewAsInAReplay() {
    long late = Duration.ofHours(49).toSeconds();
    List<Event> events =
        List.of(
            profile(),
            placed("o-1", 10),
            new Event.OrderAccepted(envelope(late), "o-1"),
            placed("o-1", late + 5),
            new Event.OrderReady(envelope(20, late + 10), "o-1"));
    OracleRows oracle = OracleRows.of(ProductCatalogue.read(), events);

    run.accept(events);
    run.pass(Duration.ofMinutes(6));

    assertThat(oracle.differences(run.rows())).isEmpty();
    assertThat(oracle.rows()).isNotEmpty();
  }

  private Row published(Event event) {
    run.accept(event);
    run.pass(Duration.ofSeconds(1));
    return run.rows().get(LIVE);
  }

  private long journeys() {
    return run.driver().getKeyValueStore(EventTopology.JOURNEYS).approximateNumEntries();
  }

  private static Event profile() {
    return new Event.RestaurantProfile(envelope(0), "r-1", KITCHEN, "thai", SampleCity.BERLIN);
  }

  private static Event placed(String order, long seconds) {
    return new Event.OrderPlaced(envelope(seconds), order, "r-1", DOOR, 3, 2, 2_500, 45.0);
  }

  private static Envelope envelope(long seconds) {
    return envelope(seconds, seconds);
  }

  private static Envelope envelope(long seconds, long receivedSeconds) {
    return new Envelope(
        "e-" + seconds,
        TopologyRun.START.plusSeconds(seconds),
        TopologyRun.START.plusSeconds(receivedSeconds),
        SampleCity.CITY);
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }
}
