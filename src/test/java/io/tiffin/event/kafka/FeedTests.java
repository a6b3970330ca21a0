package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import io.tiffin.event.kafka.Progress.CityProgress;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTests {

  private static final RowKey FEED = new RowKey("feed", SampleCity.CITY);

  private int partitions = 1;
  private final TopologyRun run = new TopologyRun(() -> partitions);

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void rowsComeFirstThenAMarkThatSpeaksForThem() {
    run.accept(location(10));
    run.pass(Duration.ofSeconds(2));

    List<RowRecord> published = run.published();
    assertThat(published).first().isInstanceOf(RowRecord.Changed.class);
    assertThat(published)
        .filteredOn(RowRecord.Mark.class::isInstance)
        .contains(
            new RowRecord.Mark(
                new Progress(
                    0,
                    micros(10),
                    List.of(new CityProgress(SampleCity.CITY, micros(10), micros(10))))));
  }

  @Test
  void aTaskThatHasNothingToDoHasComeAsFarAsTheClock() {
    run.accept(location(10));
    run.pass(Duration.ofSeconds(10));

    Progress last =
        run.published().stream()
            .filter(RowRecord.Mark.class::isInstance)
            .map(mark -> ((RowRecord.Mark) mark).progress())
            .reduce((_, mark) -> mark)
            .orElseThrow();

    assertThat(last.micros()).isBetween(micros(8), micros(10));
  }

  @Test
  void aFeedIsPublishedWhenItsRowsAreInTheStoreAndNotBefore() {
    run.accept(location(10));
    run.pass(Duration.ofSeconds(5));
    assertThat(run.rows()).doesNotContainKey(FEED);

    written(0, 7, 3, 10);
    run.pass(Duration.ofSeconds(1));

    assertThat(watermark()).contains(micros(7));
  }

  @Test
  void aWatermarkIsNeverBeyondTheSlowestPartition() {
    partitions = 3;
    written(0, 90, 3, 80);
    written(1, 95, 4, 85);
    run.pass(Duration.ofSeconds(1));
    assertThat(watermark()).isEmpty();

    written(2, 40, 5, 30);
    run.pass(Duration.ofSeconds(1));
    assertThat(watermark()).contains(micros(40));

    written(0, 99, 3, 98);
    written(1, 99, 4, 98);
    run.pass(Duration.ofMinutes(1));
    assertThat(watermark()).isEmpty();

    written(2, 99, 5, 30);
    run.pass(Duration.ofSeconds(1));
    assertThat(watermark()).contains(micros(98));
  }

  @Test
  void aFeedIsPublishedOnceASecondAtMost() {
    for (int i = 1; i <= 20; i++) {
      written(0, i, 0, i);
      run.pass(Duration.ofMillis(100));
    }

    assertThat(run.published())
        .filteredOn(
            record -> record instanceof RowRecord.Changed(Row row) && row.key().equals(FEED))
        .hasSizeBetween(2, 3);
  }

  @Test
  void aFeedThatIsBeatenInTheStoreIsRaisedAboveIt() {
    written(0, 5, 3, 5);
    run.pass(Duration.ofSeconds(1));
    Row row = run.rows().get(FEED);

    run.tell(RowKeys.write(FEED), new Hop.Superseded(row.revision() + 1_000_000_000_000L));
    run.pass(Duration.ofSeconds(1));

    Row raised = run.rows().get(FEED);
    assertThat(raised.revision()).isEqualTo(row.revision() + 1_000_000_000_001L);
    assertThat(raised.body()).isEqualTo(row.body());
  }

  private void written(int partition, long upToSeconds, long sinceSeconds, long newestSeconds) {
    CityProgress city =
        new CityProgress(SampleCity.CITY, micros(sinceSeconds), micros(newestSeconds));
    run.tell(
        RowKeys.write(FEED),
        new Hop.Written(new Progress(partition, micros(upToSeconds), List.of(city))));
  }

  private Optional<Long> watermark() {
    return Optional.ofNullable(run.rows().get(FEED)).map(Row::eventTimeMicros);
  }

  private static Event location(long seconds) {
    Instant at = TopologyRun.START.plusSeconds(seconds);
    return new Event.CourierOnline(
        new Event.Envelope("e-" + seconds, at, at, SampleCity.CITY),
        "c-1",
        new Place(52.52, 13.405));
  }

  private static long micros(long seconds) {
    return TopologyRun.START.plusSeconds(seconds).toEpochMilli() * 1_000;
  }
}
