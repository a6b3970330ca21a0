package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import io.tiffin.event.kafka.Progress.CityProgress;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class RowWriterTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-1");
  private static final Progress MARK =
      new Progress(3, 70, List.of(new CityProgress("berlin", 10, 60)));

  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final MockProducer<byte[], byte[]> told =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final RowWriter writer =
      new RowWriter(
          store,
          new FakeTicker(),
          Duration.ofSeconds(1),
          new KafkaTemplate<>(new MockProducerFactory<>(() -> told)),
          "answers",
          new RuntimeMeters(new SimpleMeterRegistry()));

  @Test
  void writesTheNewestOfEachRowAndTellsOfTheMark() {
    writer.onMessage(List.of(changed(5), changed(6), mark()));

    assertThat(stored().revision()).isEqualTo(6);
    assertThat(told.history())
        .singleElement()
        .satisfies(record -> {
          RowKey key = RowKeys.read(record.key());
          assertThat(key).isEqualTo(new RowKey("feed", "berlin"));
          assertThat(HopCodec.read(key, record.value())).isEqualTo(new Hop.Written(MARK));
        });
  }

  @Test
  void tellsOfNoMarkWhileARowBeforeItIsNotWritten() {
    store.failing(Reason.TIMED_OUT);

    assertThatThrownBy(() -> writer.onMessage(List.of(changed(5), mark())))
        .isInstanceOf(RowsNotWrittenException.class)
        .hasMessageContaining("restaurant_live/r-1");

    assertThat(told.history()).isEmpty();
  }

  @Test
  void tellsWhoKeepsTheRowThatItIsBeaten() {
    writer.onMessage(List.of(changed(9)));

    writer.onMessage(List.of(changed(5)));

    assertThat(stored().revision()).isEqualTo(9);
    assertThat(told.history())
        .singleElement()
        .satisfies(record ->
            assertThat(HopCodec.read(KEY, record.value())).isEqualTo(new Hop.Superseded(9)));
  }

  @Test
  void aRowThatIsReadAgainIsNoNews() {
    writer.onMessage(List.of(changed(9)));

    writer.onMessage(List.of(changed(9)));

    assertThat(told.history()).isEmpty();
  }

  @Test
  void passesOverWhatIsNoRow() {
    writer.onMessage(
        List.of(
            new ConsumerRecord<>("rows", 0, 0, RowKeys.write(KEY), new byte[] {7, 7}),
            new ConsumerRecord<>("rows", 0, 1, RowKeys.write(KEY), null),
            new ConsumerRecord<>("rows", 0, 2, RowKeys.text("key"), new byte[] {1, 1}),
            changed(5)));

    assertThat(stored().revision()).isEqualTo(5);
  }

  @Test
  void splitsWhatIsMore() {
    writer.onMessage(
        IntStream.range(0, 1_201)
            .mapToObj(i -> record(new Row(new RowKey("v", "e-" + i), 1, 1, new byte[] {2, 1})))
            .toList());

    assertThat(StoredRows.find(store, List.of(new RowKey("v", "e-0"), new RowKey("v", "e-1200"))))
        .hasSize(2);
  }

  private Row stored() {
    return StoredRows.find(store, List.of(KEY)).get(KEY);
  }

  private static ConsumerRecord<byte[], byte[]> changed(long revision) {
    return record(new Row(KEY, revision, 1, new byte[] {2, 1}));
  }

  private static ConsumerRecord<byte[], byte[]> record(Row row) {
    return new ConsumerRecord<>("rows", 0, 0, RowKeys.write(row.key()), RowRecordCodec.write(row));
  }

  private static ConsumerRecord<byte[], byte[]> mark() {
    return new ConsumerRecord<>(
        "rows", 0, 0, RowRecordCodec.markKey(3), RowRecordCodec.write(MARK));
  }
}
