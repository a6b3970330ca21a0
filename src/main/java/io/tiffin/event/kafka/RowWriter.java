package io.tiffin.event.kafka;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.event.kafka.Progress.CityProgress;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Writes published rows into the source of truth. A batch is over when the source has acknowledged
 * all of it; until then it is tried again, and nothing behind it is read. Writing a row twice, or
 * an older one after a newer one, changes nothing: the highest revision wins.
 *
 * <p>Then the row states are told how far the rows of the partition have come, and of rows that
 * lost against a higher revision.
 */
final class RowWriter implements BatchMessageListener<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);

  private static final int ROWS_PER_PUT = 500;

  private final FeatureStore store;
  private final Ticker ticker;
  private final Duration patience;
  private final KafkaOperations<byte[], byte[]> answers;
  private final String answersTopic;
  private final RuntimeMeters meters;

  /**
   * @param patience how long one put may take
   * @param answersTopic where row states hear of what became of rows
   */
  RowWriter(
      FeatureStore store,
      Ticker ticker,
      Duration patience,
      KafkaOperations<byte[], byte[]> answers,
      String answersTopic,
      RuntimeMeters meters) {
    this.store = store;
    this.ticker = ticker;
    this.patience = patience;
    this.answers = answers;
    this.answersTopic = answersTopic;
    this.meters = meters;
  }

  /**
   * @throws RowsNotWrittenException to be called with the same records again
   */
  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<RowKey, Row> rows = new LinkedHashMap<>();
    Map<Integer, Progress> marks = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (read(record)) {
        case RowRecord.Changed(Row row) -> rows.put(row.key(), row);
        case RowRecord.Mark(Progress progress) -> marks.put(progress.partition(), progress);
        case null -> {}
      }
    }
    List<Row> all = new ArrayList<>(rows.values());
    for (int from = 0; from < all.size(); from += ROWS_PER_PUT) {
      put(all.subList(from, Math.min(from + ROWS_PER_PUT, all.size())));
    }
    marks.values().forEach(this::written);
  }

  private static @Nullable RowRecord read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return null;
    }
    try {
      return RowRecordCodec.read(record.key(), record.value());
    } catch (UnreadableRecordException e) {
      LOG.error(
          "{}-{}@{} is passed over: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
      return null;
    }
  }

  private void put(List<Row> rows) {
    List<WriteOutcome> outcomes = store.put(rows, Deadline.in(patience, ticker));
    RowsNotWrittenException failure = null;
    for (int i = 0; i < rows.size(); i++) {
      switch (outcomes.get(i)) {
        case WriteOutcome.Applied ignored -> meters.published();
        case WriteOutcome.Superseded(long stored) -> superseded(rows.get(i), stored);
        case WriteOutcome.Failed(String message, Throwable cause) -> {
          meters.failed();
          if (failure == null) {
            failure = new RowsNotWrittenException(rows.get(i).key() + ": " + message, cause);
          }
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Whoever keeps the row's state knows whether that is news. */
  private void superseded(Row row, long storedRevision) {
    meters.superseded();
    if (storedRevision > row.revision()) {
      answer(RowKeys.write(row.key()), new Hop.Superseded(storedRevision));
    }
  }

  private void written(Progress progress) {
    for (CityProgress city : progress.cities()) {
      answer(
          RowKeys.write(new RowKey(CityFeeds.VIEW, city.cityId())),
          new Hop.Written(new Progress(progress.partition(), progress.micros(), List.of(city))));
    }
  }

  /** Not waited for: what is lost is told again in a second, or when the row changes. */
  private void answer(byte[] key, Hop hop) {
    var _ = answers.send(answersTopic, key, HopCodec.write(hop));
  }
}
