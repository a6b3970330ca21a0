package io.tiffin.store.caffeine;

import static io.tiffin.store.caffeine.NearFixture.NEAR;
import static io.tiffin.store.caffeine.NearFixture.UNTOLD_MAX_AGE;
import static io.tiffin.store.caffeine.NearFixture.key;
import static io.tiffin.store.caffeine.NearFixture.near;
import static io.tiffin.store.caffeine.NearFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NearCacheCoherenceTests {

  private final NearFixture fixture = new NearFixture();

  @Test
  void aWriteReplacesWhatIsHeld() {
    FeatureStore near = holding(fixture.soleWriter(), 1);

    put(near, row("a", 2));

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 2)));
  }

  @Test
  void aWriteEndsAnAbsence() {
    FeatureStore near = fixture.soleWriter();
    fixture.findOne(near, "a");

    put(near, row("a", 1));

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 1)));
  }

  @Test
  void aDeletionReplacesWhatIsHeld() {
    FeatureStore near = holding(fixture.soleWriter(), 1);

    near.delete(key("a"), 2, fixture.soon());

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.absentNear(2));
  }

  @Test
  void aCompareAndSetReplacesWhatIsHeld() {
    FeatureStore near = holding(fixture.soleWriter(), 1);

    near.replace(row("a", 2), 1, fixture.soon());

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 2)));
  }

  @Test
  void aWriteOfWhatNobodyReadsTakesNoRoom() {
    FeatureStore near = fixture.soleWriter();

    put(near, row("a", 1));

    assertThat(fixture.cache.weight()).isZero();
  }

  @Test
  void aWriteThatIsSupersededTakesAwayWhatIsOlderThanWhatStands() {
    FeatureStore near = holding(fixture.soleWriter(), 1);
    fixture.atSource(row("a", 5));

    put(near, row("a", 4));

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 5)));
  }

  @Test
  void aWriteThatIsSupersededLeavesWhatStands() {
    FeatureStore near = holding(fixture.soleWriter(), 5);

    put(near, row("a", 4));

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 5)));
  }

  @Test
  void aWriteThatFailedMayHaveBeenAppliedAndTakesAwayWhatIsOlder() {
    FeatureStore near = holding(fixture.soleWriter(), 1);
    fixture.source.losingAnswers(true);

    put(near, row("a", 2));

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void aWriteThatFailedMayBeAppliedLaterAndUntilThenNothingIsBelievedForLong() {
    FeatureStore near = holding(fixture.soleWriter(), 1);
    fixture.source.rows.failing(Reason.TIMED_OUT);
    put(near, row("a", 2));
    fixture.source.rows.healthy();
    fixture.findOne(near, "a"); // still the old one
    fixture.atSource(row("a", 2)); // the write lands

    fixture.ticker.advance(UNTOLD_MAX_AGE);

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
    fixture.ticker.advance(Duration.ofMinutes(1));
    fixture.findOne(near, "a");
    fixture.ticker.advance(UNTOLD_MAX_AGE.multipliedBy(2));
    assertThat(fixture.findOne(near, "a").source()).as("trusted again").isEqualTo(NEAR);
  }

  @Test
  void aReadThatBeganBeforeAWriteIsNotKept() {
    FeatureStore near = fixture.soleWriter();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> put(near, row("a", 2)));

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 1)));

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  /** Writers are told in another order than the source has decided. */
  @Test
  void aWriteToldLateDoesNotReplaceANewerReadUnderWay() throws Exception {
    FeatureStore near = fixture.soleWriter();
    CountDownLatch late = new CountDownLatch(1);
    CompletableFuture<Void> reading = new CompletableFuture<>();
    fixture.source.afterNextWrite(() -> {
      put(near, row("a", 3));
      reading.completeAsync(() -> {
        fixture.source.afterNextRead(() -> awaitUninterruptibly(late));
        fixture.findOne(near, "a");
        return null;
      });
      Awaitility.await().until(() -> fixture.source.rows.finds() == 1);
    });

    put(near, row("a", 2)); // applied before the other, told after it
    late.countDown();
    reading.get();

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 3)));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReadThatBeganBeforeADeletionDoesNotResurrectTheRow() {
    FeatureStore near = fixture.soleWriter();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> near.delete(key("a"), 2, fixture.soon()));
    fixture.findOne(near, "a");

    assertThat(fixture.findOne(near, "a"))
        .isEqualTo(new Outcome.Absent(2, fixture.source.source()));
  }

  @Test
  void aReadThatBeganBeforeAWriteOfUnknownFateIsNotKept() {
    FeatureStore near = fixture.soleWriter();
    fixture.atSource(row("a", 1));
    fixture.source.losingAnswers(true);
    fixture.source.afterNextRead(() -> put(near, row("a", 2)));
    fixture.findOne(near, "a");

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void aReadThatBeganBeforeAChangeWasToldIsNotKept() {
    FeatureStore near = fixture.announced();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> writtenElsewhere(row("a", 2)));
    fixture.findOne(near, "a");

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void aRefreshThatBeganBeforeAWriteIsNotKept() {
    FeatureStore near = holding(fixture.announced(), 1);
    fixture.ticker.advance(NearFixture.MAX_AGE.multipliedBy(3).dividedBy(4));
    fixture.findOne(near, "a");
    fixture.source.afterNextRead(() -> put(near, row("a", 2)));

    fixture.refresh();

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 2)));
  }

  @Test
  void aRefreshThatBeganBeforeAChangeWasToldIsNotKept() {
    FeatureStore near = holding(fixture.announced(), 1);
    fixture.ticker.advance(NearFixture.MAX_AGE.multipliedBy(3).dividedBy(4));
    fixture.findOne(near, "a");
    fixture.source.afterNextRead(() -> writtenElsewhere(row("a", 2)));

    fixture.refresh();

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void aRefreshThatReadsWhatIsOlderChangesNothing() {
    FeatureStore near = holding(fixture.announced(), 5);
    fixture.ticker.advance(NearFixture.MAX_AGE.multipliedBy(3).dividedBy(4));
    fixture.findOne(near, "a");
    fixture.source.rows.failing(key("a")::equals, Reason.ERROR);

    fixture.refresh();

    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", 5)));
  }

  @Test
  void aChangeThatIsToldIsReadAtOnce() {
    FeatureStore near = holding(fixture.announced(), 1);

    writtenElsewhere(row("a", 2));

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void aChangeOfAnyRowDropsThemAll() {
    FeatureStore near = holding(fixture.announced(), 1);
    fixture.atSource(row("a", 2));

    fixture.changes.changedAny();

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void whenTheFeedIsLostAllIsDropped() {
    FeatureStore near = holding(fixture.announced(), 1);
    fixture.atSource(row("a", 2)); // never told

    fixture.changes.lost();

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void whenTheFeedIsBackWhatWasReadMeanwhileIsDropped() {
    FeatureStore near = fixture.announced();
    fixture.changes.lost();
    holding(near, 1);
    fixture.atSource(row("a", 2)); // never told

    fixture.changes.found();

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void whatIsReadWhileTheFeedIsLostAndFoundIsNotKept() {
    FeatureStore near = fixture.announced();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> {
      fixture.changes.lost();
      fixture.atSource(row("a", 2)); // never told
      fixture.changes.found();
    });
    fixture.findOne(near, "a");

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 2)));
  }

  @Test
  void whatIsWrittenWhileTheFeedIsLostAndFoundIsNotKept() {
    FeatureStore near = holding(fixture.announced(), 1);
    fixture.source.rows.beforeEachCall(fixture.changes::lost);
    put(near, row("a", 2));
    fixture.source.rows.healthy();
    fixture.atSource(row("a", 3)); // never told

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row("a", 3)));
  }

  @Test
  void whatOneChainIsToldLeavesTheOthersAlone() {
    FeatureStore told = fixture.announced();
    FeatureStore alone = fixture.soleWriter();
    holding(alone, 1);

    fixture.changes.changedAny();

    assertThat(fixture.findOne(alone, "a")).isEqualTo(near(row("a", 1)));
    assertThat(told.source()).isEqualTo(alone.source());
  }

  private FeatureStore holding(FeatureStore near, long revision) {
    fixture.atSource(row("a", revision));
    fixture.findOne(near, "a");
    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row("a", revision)));
    return near;
  }

  private void writtenElsewhere(Row row) {
    fixture.atSource(row);
    fixture.changes.changed(row.key());
  }

  private List<WriteOutcome> put(FeatureStore near, Row row) {
    return near.put(List.of(row), fixture.soon());
  }
}
