package io.tiffin.store.caffeine;

import static io.tiffin.store.caffeine.NearFixture.key;
import static io.tiffin.store.caffeine.NearFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What happens to a cache that reads, keeps and serves without the protections: the control. */
class NearCacheControlTests {

  private static final int READERS = 10_000;

  private final NearFixture fixture = new NearFixture();
  private final Map<RowKey, Outcome> naive = new ConcurrentHashMap<>();

  /** Keeps whatever it reads, and takes what is written. */
  private Outcome findNaively() {
    Outcome held = naive.get(key("a"));
    if (held == null) {
      var query = new Query(List.of(key("a")), fixture.soon(), Consistency.NEAREST);
      held = fixture.source.find(query).getFirst();
      naive.put(key("a"), held);
    }
    return held;
  }

  @Test
  void oneExpiredKeyCostsOneReadHoweverManyWait() {
    var near = fixture.unannounced();
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");
    fixture.ticker.advance(NearFixture.UNTOLD_MAX_AGE);
    long before = fixture.reads();

    readTogether(() -> fixture.findOne(near, "a"));

    assertThat(fixture.reads() - before).isEqualTo(1);
  }

  @Test
  void withoutSingleFlightEachReaderReads() {
    fixture.atSource(row("a", 1));

    readTogether(this::findNaively);

    assertThat(fixture.reads()).isGreaterThan(READERS / 100);
  }

  /** The source answers when all readers have come, so that none comes after the answer. */
  private void readTogether(Supplier<Outcome> read) {
    var begun = new CountDownLatch(READERS);
    fixture.source.rows.beforeEachCall(() -> await(begun));
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < READERS; i++) {
        readers.execute(() -> {
          begun.countDown();
          assertThat(read.get()).isInstanceOf(Outcome.Found.class);
        });
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutAPlaceholderAReadThatBeganBeforeAWriteIsKept() {
    fixture.atSource(row("a", 1));
    fixture.source.afterNextRead(() -> {
      fixture.atSource(row("a", 2));
      naive.put(key("a"), NearFixture.near(row("a", 2)));
    });
    findNaively();

    assertThat(NearFixture.revision(findNaively())).isEqualTo(1);
  }

  @Test
  void withoutTheRuleAFailureIsServedAfterTheSourceIsBack() {
    fixture.atSource(row("a", 1));
    fixture.source.rows.failing(Reason.ERROR);
    findNaively();
    fixture.source.rows.healthy();

    assertThat(findNaively()).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void withoutAnAgeAnAbsenceIsServedForEver() {
    findNaively();
    fixture.atSource(row("a", 1));
    fixture.ticker.advance(NearFixture.SOLE_WRITER_MAX_AGE);

    assertThat(NearFixture.revision(findNaively())).isZero();
  }

  @Test
  void withoutAnAgeARowThatAnotherProcessReplacedIsServedForEver() {
    fixture.atSource(row("a", 1));
    findNaively();
    fixture.atSource(row("a", 2));
    fixture.ticker.advance(NearFixture.SOLE_WRITER_MAX_AGE);

    assertThat(NearFixture.revision(findNaively())).isEqualTo(1);
  }

  @Test
  void withoutRefreshingAReaderHasToReadTheSourceAtTheEndOfEachAge() {
    assertThat(sourceOfAReadAtTheEndOfAnAge(fixture)).isEqualTo(NearFixture.NEAR);
    assertThat(sourceOfAReadAtTheEndOfAnAge(new NearFixture(NearFixture.neverRefreshing())))
        .isEqualTo(fixture.source.source());
  }

  /** Read when nearly too old, then when the first age is over. */
  private static Source sourceOfAReadAtTheEndOfAnAge(NearFixture fixture) {
    var near = fixture.soleWriter();
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");
    fixture.ticker.advance(NearFixture.SOLE_WRITER_MAX_AGE.multipliedBy(9).dividedBy(10));
    fixture.findOne(near, "a");
    fixture.refresh();
    fixture.ticker.advance(NearFixture.SOLE_WRITER_MAX_AGE.dividedBy(5));
    return fixture.findOne(near, "a").source();
  }

  @Test
  void withoutDroppingAllAtTheLossOfTheFeedWhatWasMissedIsServedOn() {
    var deaf = fixture.soleWriter();
    fixture.atSource(row("a", 1));
    fixture.findOne(deaf, "a");
    fixture.changes.lost();
    fixture.atSource(row("a", 2)); // nobody is told
    fixture.changes.found();

    assertThat(NearFixture.revision(fixture.findOne(deaf, "a"))).isEqualTo(1);
    var listening = fixture.announced();
    fixture.atSource(row("b", 1));
    fixture.findOne(listening, "b");
    fixture.changes.lost();
    fixture.atSource(row("b", 2));
    fixture.changes.found();
    assertThat(NearFixture.revision(fixture.findOne(listening, "b"))).isEqualTo(2);
  }
}
