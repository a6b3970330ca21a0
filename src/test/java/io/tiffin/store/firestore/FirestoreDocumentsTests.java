package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.fixture.FirestoreEmulator;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.Envelope;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.UnreadableRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in the emulator after a write, and what is made of what others left there. */
class FirestoreDocumentsTests {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.123456Z");
  private static final Duration WINDOW = Duration.ofMinutes(20);
  private static final Duration LIFETIME = WINDOW.plusDays(1);

  private static ServerProcess emulator;
  private static FirestoreRoom room;

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final String entity = UUID.randomUUID().toString();
  private Instant now = NOW;
  private FirestoreFeatureStore store;

  @BeforeAll
  static void start() {
    emulator = FirestoreEmulator.start();
    room = FirestoreRoom.at(emulator.port());
  }

  @AfterAll
  static void end() {
    if (emulator != null) {
      room.close();
      emulator.close();
    }
  }

  @BeforeEach
  void open() {
    store =
        room.store(
            FirestoreRoom.PROPERTIES,
            new RowLifetimes(new Catalogue(List.of(view("live")))),
            () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aRowOfAWindowExpiresADayAfterItsWindow() {
    put("live", 7);

    assertThat(document("live").getFieldsMap().keySet())
        .containsExactlyInAnyOrder("row", "revision", "expiresAt");
    assertThat(document("live").getFieldsOrThrow("revision").getIntegerValue()).isEqualTo(7);
    Timestamp expiresAt = document("live").getFieldsOrThrow("expiresAt").getTimestampValue();
    assertThat(Instant.ofEpochSecond(expiresAt.getSeconds(), expiresAt.getNanos()))
        .isEqualTo(NOW.plus(LIFETIME));
  }

  @Test
  void anotherRowIsKeptForEver() {
    put("profile", 7);

    assertThat(document("profile").getFieldsMap().keySet())
        .containsExactlyInAnyOrder("row", "revision");
  }

  @Test
  void whatHasExpiredAndStillLiesThereIsAbsent() {
    put("live", 7);
    now = NOW.plus(LIFETIME).minusMillis(1);
    assertThat(find("live")).isInstanceOf(Outcome.Found.class);

    now = NOW.plus(LIFETIME);

    assertThat(find("live")).isEqualTo(new Outcome.Absent(0, store.source()));
    assertThat(document("live").getFieldsMap()).isNotEmpty();
  }

  @Test
  void aLowerRevisionIsWrittenOverWhatHasExpired() {
    put("live", 7);
    assertThat(store.put(List.of(row("live", 3)), ample)).containsExactly(new Superseded(7));

    now = NOW.plus(LIFETIME);

    assertThat(store.put(List.of(row("live", 3)), ample)).containsExactly(new Applied());
    assertThat(find("live")).isInstanceOf(Outcome.Found.class);
  }

  @Test
  void nothingIsExpectedWhereARowHasExpired() {
    put("live", 7);
    now = NOW.plus(LIFETIME);

    assertThat(store.replace(row("live", 9), 7, ample)).isEqualTo(new Superseded(0));
    assertThat(store.replace(row("live", 9), 0, ample)).isEqualTo(new Applied());
  }

  @Test
  void tombstonesExpireToo() {
    assertThat(store.delete(new RowKey("live", entity), 7, ample)).isEqualTo(new Applied());
    assertThat(find("live")).isEqualTo(new Outcome.Absent(7, store.source()));

    now = NOW.plus(LIFETIME);

    assertThat(find("live")).isEqualTo(new Outcome.Absent(0, store.source()));
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNoRowIsAFailureAndIsLeftAlone(Map<String, Value> fields) {
    Document stranger = Document.newBuilder().setName(name("profile")).putAllFields(fields).build();
    store(stranger);

    assertThat(find("profile"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Outcome.Failed.Reason.ERROR);
              assertThat(failed.cause()).isInstanceOf(UnreadableRowException.class);
            });
    assertRefused(store.put(List.of(row("profile", 9)), ample).getFirst());
    assertRefused(store.delete(new RowKey("profile", entity), 9, ample));
    assertRefused(store.replace(row("profile", 9), 0, ample));
    assertThat(document("profile").getFieldsMap()).isEqualTo(stranger.getFieldsMap());
  }

  static Stream<Map<String, Value>> whatIsNoRowIsAFailureAndIsLeftAlone() {
    Value seven = Value.newBuilder().setIntegerValue(7).build();
    Value text = Value.newBuilder().setStringValue("row").build();
    Value foreign = bytes(Envelope.pack(new Row(new RowKey("v", "e"), 7, 1, new byte[0])));
    return Stream.of(
        Map.of(),
        Map.of("revision", seven),
        Map.of("revision", seven, "row", text),
        Map.of("revision", seven, "row", bytes(new byte[3])),
        Map.of("revision", seven, "row", foreign),
        Map.of("row", foreign, "revision", text));
  }

  @Test
  void aRowWhoseRevisionsDifferIsUnreadable() {
    put("profile", 7);
    store(
        document("profile").toBuilder()
            .putFields("revision", Value.newBuilder().setIntegerValue(8).build())
            .build());

    assertThat(find("profile")).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void theOthersAreAnsweredBesideWhatIsNoRow() {
    store(Document.newBuilder().setName(name("profile")).build());

    assertThat(store.put(List.of(row("profile", 9), row("live", 9)), ample))
        .last()
        .isEqualTo(new Applied());
  }

  @Test
  void theCheckNamesTheDatabase() {
    assertThat(store.check(ample).usable()).isTrue();
    assertThat(store.check(ample).detail()).contains(room.database().name());
  }

  private static void assertRefused(WriteOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(RefusedRowException.class));
  }

  private static Value bytes(byte[] bytes) {
    return Value.newBuilder().setBytesValue(ByteString.copyFrom(bytes)).build();
  }

  private void put(String view, long revision) {
    assertThat(store.put(List.of(row(view, revision)), ample)).containsExactly(new Applied());
  }

  private Row row(String view, long revision) {
    return new Row(new RowKey(view, entity), revision, 1, "body".getBytes(UTF_8));
  }

  private Outcome find(String view) {
    List<RowKey> keys = List.of(new RowKey(view, entity));
    return store.find(new Query(keys, ample, Consistency.SOURCE)).getFirst();
  }

  private String name(String view) {
    return new DocumentNames(room.database().name(), FirestoreRoom.PROPERTIES.collection())
        .of(new RowKey(view, entity));
  }

  private Document document(String view) {
    BatchGetDocumentsRequest request =
        BatchGetDocumentsRequest.newBuilder()
            .setDatabase(room.database().name())
            .addDocuments(name(view))
            .build();
    List<BatchGetDocumentsResponse> responses = new ArrayList<>();
    assertThat(room.database().calls().read(request, Duration.ofSeconds(20), responses::add))
        .succeedsWithin(Duration.ofSeconds(20));
    return responses.getFirst().getFound();
  }

  private void store(Document document) {
    BatchWriteRequest request =
        BatchWriteRequest.newBuilder()
            .setDatabase(room.database().name())
            .addWrites(Write.newBuilder().setUpdate(document))
            .build();
    assertThat(room.database().calls().write(request, Duration.ofSeconds(20)))
        .succeedsWithin(Duration.ofSeconds(20))
        .matches(response -> response.getStatus(0).getCode() == 0);
  }

  private static FeatureView view(String name) {
    Origin origin =
        new Origin.Aggregated(
            new Aggregate(
                Aggregate.Function.MEAN,
                new Aggregate.Observation.Between("order.accepted", "order.ready"),
                null,
                WINDOW,
                Aggregate.MINUTE_TILE,
                Double.NaN,
                null,
                1));
    FeatureName feature = new FeatureName(name, "prep");
    return new FeatureView(
        name,
        EntityType.RESTAURANT,
        ViewKind.EVENT,
        Duration.ofMinutes(5),
        null,
        List.of(),
        List.of(
            new Feature(
                feature, FeatureType.DOUBLE, "s", null, null, origin, Duration.ofMinutes(5), "")));
  }
}
