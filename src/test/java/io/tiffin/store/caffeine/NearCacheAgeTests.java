package io.tiffin.store.caffeine;

import static io.tiffin.store.caffeine.NearFixture.ABSENCE_AGE;
import static io.tiffin.store.caffeine.NearFixture.MAX_AGE;
import static io.tiffin.store.caffeine.NearFixture.NEAR;
import static io.tiffin.store.caffeine.NearFixture.SOLE_WRITER_MAX_AGE;
import static io.tiffin.store.caffeine.NearFixture.UNTOLD_MAX_AGE;
import static io.tiffin.store.caffeine.NearFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearCacheAgeTests {

  private static final Duration NANO = Duration.ofNanos(1);

  private final NearFixture fixture = new NearFixture();

  @Test
  void whereNobodyElseWritesAnEntryIsServedUntilItsLongAge() {
    assertServedUntil(fixture.soleWriter(), "a", SOLE_WRITER_MAX_AGE);
  }

  @Test
  void whereWritesAreToldAnEntryIsServedUntilItsAge() {
    assertServedUntil(fixture.announced(), "a", MAX_AGE);
  }

  @Test
  void whereWritesAreNotToldAnEntryIsServedForASecond() {
    assertServedUntil(fixture.unannounced(), "a", UNTOLD_MAX_AGE);
  }

  @Test
  void whileTheFeedIsLostAnEntryIsServedForASecond() {
    FeatureStore near = fixture.announced();
    fixture.changes.lost();

    assertServedUntil(near, "a", UNTOLD_MAX_AGE);

    fixture.changes.found();
    assertServedUntil(near, "b", MAX_AGE);
  }

  @Test
  void anAbsenceIsBelievedBriefly() {
    fixture.refusingRefreshes();
    FeatureStore near = fixture.soleWriter();
    fixture.findOne(near, "none");

    fixture.ticker.advance(ABSENCE_AGE.minus(NANO));
    assertThat(fixture.findOne(near, "none").source()).isEqualTo(NEAR);
    fixture.ticker.advance(NANO);
    fixture.atSource(row("none", 1));
    assertThat(fixture.findOne(near, "none")).isEqualTo(fixture.far(row("none", 1)));
  }

  @Test
  void whereWritesAreNotToldAnAbsenceIsBelievedNoLongerThanARow() {
    FeatureStore near = fixture.unannounced();
    fixture.findOne(near, "none");

    fixture.ticker.advance(UNTOLD_MAX_AGE);

    assertThat(fixture.findOne(near, "none")).isEqualTo(fixture.absentFar(0));
  }

  @Test
  void noEntryIsServedLongerThanItsViewsRowsAreWorth() {
    FeatureStore near = fixture.soleWriter();
    var key = new RowKey(NearFixture.SHORT_LIVED, "a");
    var query = new Query(List.of(key), fixture.soon(), Consistency.NEAREST);
    fixture.atSource(NearFixture.row(key, 1));
    near.find(query);

    fixture.ticker.advance(Duration.ofSeconds(20));

    assertThat(near.find(query).getFirst().source()).isEqualTo(fixture.source.source());
  }

  @Test
  void theAgeCountsFromBeforeTheReadAndNotFromItsArrival() {
    fixture.refusingRefreshes();
    FeatureStore near = fixture.unannounced();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> fixture.ticker.advance(Duration.ofMillis(900)));
    fixture.findOne(near, "a");

    fixture.ticker.advance(Duration.ofMillis(99));
    assertThat(fixture.findOne(near, "a").source()).isEqualTo(NEAR);
    fixture.ticker.advance(Duration.ofMillis(1));

    assertThat(fixture.findOne(near, "a").source()).isEqualTo(fixture.source.source());
  }

  @Test
  void whatComesTooLateIsAnsweredAndNotServedAgain() {
    FeatureStore near = fixture.unannounced();
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> fixture.ticker.advance(Duration.ofSeconds(2)));

    assertThat(fixture.findOne(near, "a")).isInstanceOf(Outcome.Found.class);
    assertThat(fixture.findOne(near, "a").source()).isEqualTo(fixture.source.source());
  }

  @Test
  void pastItsSoftAgeAnEntryIsServedAndReadAgainBehind() {
    FeatureStore near = fixture.announced();
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");
    fixture.ticker.advance(MAX_AGE.multipliedBy(3).dividedBy(4));
    fixture.atSource(row("a", 2));

    assertThat(fixture.findOne(near, "a")).isEqualTo(NearFixture.near(row("a", 1)));
    assertThat(fixture.reads()).as("nobody waited").isEqualTo(1);
    fixture.refresh();

    assertThat(fixture.findOne(near, "a")).matches(outcome -> NearFixture.revision(outcome) == 2);
    assertThat(fixture.reads()).isEqualTo(2);
    fixture.ticker.advance(MAX_AGE.dividedBy(2));
    assertThat(fixture.findOne(near, "a").source()).as("its age began anew").isEqualTo(NEAR);
  }

  @Test
  void anEntryIsReadAgainBehindOnceHoweverManyAsk() {
    FeatureStore near = dueRow("a", "b");

    for (int i = 0; i < 100; i++) {
      fixture.find(near, "a", "b");
      fixture.find(near, "b", "a");
    }

    assertThat(fixture.behind).hasSize(1);
    fixture.refresh();
    assertThat(fixture.reads()).as("one call for both").isEqualTo(2);
  }

  @Test
  void noMoreRefreshesAreBegunThanThereArePlaces() {
    FeatureStore near = dueRow("a", "b", "c");

    fixture.findOne(near, "a");
    fixture.findOne(near, "b");
    fixture.findOne(near, "c");
    assertThat(fixture.behind).hasSize(2);

    fixture.refresh();
    fixture.findOne(near, "c");
    assertThat(fixture.behind).as("what found no place is still due").hasSize(1);
  }

  @Test
  void aRefreshThatFailsLeavesTheEntryAndIsTriedAgainAfterAPause() {
    FeatureStore near = dueRow("a");
    fixture.source.rows.failing(Reason.ERROR);
    fixture.findOne(near, "a");
    fixture.refresh();

    assertThat(fixture.findOne(near, "a").source()).isEqualTo(NEAR);
    assertThat(fixture.behind).isEmpty();
    fixture.ticker.advance(Duration.ofMillis(100));
    fixture.findOne(near, "a");
    assertThat(fixture.behind).hasSize(1);
  }

  @Test
  void aRefreshThatThrowsKeepsNoPlace() {
    FeatureStore near = dueRow("a");
    fixture.source.afterRead(() -> {
      throw new IllegalStateException("scripted");
    });
    for (int i = 0; i < 10; i++) {
      fixture.findOne(near, "a");
      Runnable refresh = fixture.behind.remove();
      assertThat(catchThrowable(refresh::run)).isInstanceOf(IllegalStateException.class);
      fixture.ticker.advance(Duration.ofMillis(100));
    }

    assertThat(fixture.findOne(near, "a").source()).isEqualTo(NEAR);
  }

  @Test
  void pastItsHardAgeAnEntryIsNotServedThoughNothingElseCanBe() {
    FeatureStore near = dueRow("a");
    fixture.source.rows.failing(Reason.ERROR);
    fixture.ticker.advance(MAX_AGE);

    assertThat(fixture.findOne(near, "a")).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whoFindsAnEntryTooOldJoinsTheRefreshThatIsUnderWay() {
    FeatureStore near = dueRow("a");
    fixture.ticker.advance(MAX_AGE.dividedBy(4).minus(Duration.ofMillis(100)));
    fixture.findOne(near, "a");
    var joined = new Outcome[1];
    fixture.source.afterNextRead(() -> {
      fixture.ticker.advance(Duration.ofMillis(400));
      Thread reader = Thread.ofVirtual().start(() -> joined[0] = fixture.findOne(near, "a"));
      while (reader.getState() != Thread.State.TIMED_WAITING && reader.isAlive()) {
        Thread.onSpinWait();
      }
    });

    fixture.refresh();

    await().until(() -> joined[0] != null);
    assertThat(joined[0]).isEqualTo(fixture.far(row("a", 1)));
    assertThat(fixture.reads()).as("the load and the refresh").isEqualTo(2);
  }

  @Test
  void entriesReadTogetherDoNotEndTogetherAndNoneTooLate() {
    var jittered = new NearFixture(0.2);
    jittered.refusingRefreshes();
    FeatureStore near = jittered.unannounced();
    String[] entities = IntStream.range(0, 500).mapToObj(i -> "e" + i).toArray(String[]::new);
    for (String entity : entities) {
      jittered.atSource(row(entity, 1));
    }
    jittered.find(near, entities);

    Set<Integer> ended = new HashSet<>();
    long last = 0;
    for (int millis = 790; millis <= 1_000; millis += 10) {
      jittered.ticker.advance(Duration.ofMillis(millis == 790 ? 790 : 10));
      long hits =
          jittered.find(near, entities).stream()
              .filter(outcome -> outcome.source().equals(NEAR))
              .count();
      ended.add((int) hits);
      last = millis == 790 ? hits : last;
    }

    assertThat(last).as("none ends before four fifths of its age").isEqualTo(500);
    assertThat(ended).as("they end one after the other").hasSizeGreaterThan(10);
  }

  private FeatureStore dueRow(String... entities) {
    FeatureStore near = fixture.announced();
    for (String entity : entities) {
      fixture.atSource(row(entity, 1));
    }
    fixture.find(near, entities);
    fixture.ticker.advance(MAX_AGE.multipliedBy(3).dividedBy(4));
    return near;
  }

  private void assertServedUntil(FeatureStore near, String entity, Duration age) {
    fixture.refusingRefreshes();
    fixture.atSource(row(entity, 1));
    fixture.findOne(near, entity);

    fixture.ticker.advance(age.minus(NANO));
    assertThat(fixture.findOne(near, entity).source()).as("just within").isEqualTo(NEAR);
    fixture.ticker.advance(NANO);
    assertThat(fixture.findOne(near, entity).source())
        .as("just beyond")
        .isEqualTo(fixture.source.source());
  }
}
