package io.tiffin.store.caffeine;

import static io.tiffin.store.caffeine.NearFixture.key;
import static io.tiffin.store.caffeine.NearFixture.near;
import static io.tiffin.store.caffeine.NearFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NearCacheLookupTests {

  private final NearFixture fixture = new NearFixture();
  private final FeatureStore near = fixture.soleWriter();

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void aMissIsReadFromTheNextTierAndAHitFromMemory() {
    Row row = row("a", 7);
    fixture.atSource(row);

    assertThat(fixture.findOne(near, "a")).isEqualTo(fixture.far(row));
    assertThat(fixture.findOne(near, "a")).isEqualTo(near(row));
    assertThat(fixture.reads()).isEqualTo(1);
  }

  @Test
  void theMissesOfOneCallAreReadWithOneCall() {
    fixture.atSource(row("a", 1), row("b", 2), row("c", 3));
    fixture.find(near, "b");

    List<Outcome> outcomes = fixture.find(near, "c", "b", "none", "a");

    assertThat(outcomes.stream().map(NearFixture::revision)).containsExactly(3L, 2L, 0L, 1L);
    assertThat(outcomes.get(1).source()).isEqualTo(NearFixture.NEAR);
    assertThat(fixture.reads()).isEqualTo(2);
    assertThat(fixture.source.rows.keysAsked()).isEqualTo(4);
  }

  @Test
  void aKeyAskedTwiceIsReadOnceAndAnsweredTwice() {
    fixture.atSource(row("a", 1));

    List<Outcome> outcomes = fixture.find(near, "a", "none", "a", "none");

    assertThat(outcomes.stream().map(Outcome::getClass).toList())
        .isEqualTo(
            List.of(
                Outcome.Found.class,
                Outcome.Absent.class,
                Outcome.Found.class,
                Outcome.Absent.class));
    assertThat(fixture.source.rows.keysAsked()).isEqualTo(2);
  }

  @Test
  void anAbsenceIsRememberedToo() {
    assertThat(fixture.findOne(near, "none")).isEqualTo(fixture.absentFar(0));
    assertThat(fixture.findOne(near, "none")).isEqualTo(fixture.absentNear(0));
    assertThat(fixture.reads()).isEqualTo(1);
  }

  @Test
  void aFailureIsNotRemembered() {
    fixture.atSource(row("a", 1), row("b", 1));
    fixture.source.rows.failing(key("a")::equals, Reason.ERROR);
    List<Outcome> broken = fixture.find(near, "a", "b");
    fixture.source.rows.healthy();

    assertThat(broken.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(broken.get(1)).isInstanceOf(Outcome.Found.class);
    assertThat(fixture.findOne(near, "a").source()).isEqualTo(fixture.source.source());
    assertThat(fixture.findOne(near, "a").source()).isEqualTo(NearFixture.NEAR);
  }

  @Test
  void whatIsAskedOfTheSourceGoesPastTheCache() {
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");
    fixture.atSource(row("a", 2));

    Outcome atSource =
        near.find(new Query(List.of(key("a")), fixture.soon(), Consistency.SOURCE)).getFirst();

    assertThat(((Outcome.Found) atSource).row().revision()).isEqualTo(2);
    assertThat(((Outcome.Found) fixture.findOne(near, "a")).row().revision())
        .as("what the source has shown to be newer is not gone back on")
        .isEqualTo(2);
  }

  @Test
  void pastTheDeadlineAHitIsTimedOutToo() {
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");

    Deadline passed = Deadline.in(Duration.ZERO, fixture.ticker);

    assertThat(near.find(new Query(List.of(key("a")), passed, Consistency.NEAREST)))
        .containsExactly(new Outcome.Failed(Reason.TIMED_OUT, null, fixture.source.source()));
  }

  @Test
  void noKeysAreAnsweredWithoutReading() {
    assertThat(fixture.find(near)).isEmpty();
    assertThat(fixture.reads()).isZero();
  }

  @Test
  void whoWaitsForTheLoadOfAnotherWaitsUntilItsOwnDeadline() throws Exception {
    fixture.atSource(row("a", 1));
    var reading = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    fixture.source.afterNextRead(() -> {
      reading.countDown();
      await(answer);
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> loader = threads.submit(() -> fixture.findOne(near, "a"));
      reading.await();
      Deadline tight = Deadline.in(Duration.ofMillis(5), fixture.ticker);

      Outcome impatient =
          near.find(new Query(List.of(key("a")), tight, Consistency.NEAREST)).getFirst();
      answer.countDown();

      assertThat(impatient)
          .isEqualTo(new Outcome.Failed(Reason.TIMED_OUT, null, fixture.source.source()));
      assertThat(loader.get()).isInstanceOf(Outcome.Found.class);
    }
    assertThat(fixture.reads()).isEqualTo(1);
  }

  @Test
  void whoWaitedForALoaderThatRanOutOfTimeLoadsItself() throws Exception {
    fixture.atSource(row("a", 1));
    var reading = new CountDownLatch(1);
    var late = new CountDownLatch(1);
    fixture.source.rows.beforeEachCall(() -> {
      reading.countDown();
      await(late);
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Deadline tight = Deadline.in(Duration.ofMillis(5), fixture.ticker);
      Future<List<Outcome>> loader =
          threads.submit(() -> near.find(new Query(List.of(key("a")), tight, Consistency.NEAREST)));
      reading.await();
      var waiter = new AtomicReference<Thread>();
      Future<Outcome> patient =
          threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return fixture.findOne(near, "a");
          });
      awaitWaiting(waiter);
      fixture.ticker.advance(Duration.ofMillis(6));
      late.countDown();

      assertThat(loader.get().getFirst()).isInstanceOf(Outcome.Failed.class);
      assertThat(patient.get()).isInstanceOf(Outcome.Found.class);
    }
  }

  @Test
  void whoWaitedForALoaderThatWasInterruptedLoadsItself() throws Exception {
    fixture.atSource(row("a", 1));
    var reading = new CountDownLatch(1);
    var loader = new AtomicReference<Thread>();
    var go = new CountDownLatch(1);
    fixture.source.rows.failing(Reason.ERROR);
    fixture.source.afterNextRead(() -> {
      loader.set(Thread.currentThread());
      reading.countDown();
      await(go);
      fixture.source.rows.healthy();
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> interrupted = threads.submit(() -> fixture.findOne(near, "a"));
      reading.await();
      var waiter = new AtomicReference<Thread>();
      Future<Outcome> patient =
          threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return fixture.findOne(near, "a");
          });
      awaitWaiting(waiter);
      loader.get().interrupt();

      assertThat(interrupted.get()).isInstanceOf(Outcome.Failed.class);
      assertThat(patient.get()).isInstanceOf(Outcome.Found.class);
      go.countDown();
    }
  }

  @Test
  void anInterruptedWaiterGivesUpAndKeepsTheInterrupt() throws Exception {
    fixture.atSource(row("a", 1));
    var reading = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    fixture.source.afterNextRead(() -> {
      reading.countDown();
      await(answer);
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> loader = threads.submit(() -> fixture.findOne(near, "a"));
      reading.await();

      Thread.currentThread().interrupt();
      Outcome outcome = fixture.findOne(near, "a");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(outcome).isInstanceOf(Outcome.Failed.class);
      answer.countDown();
      assertThat(loader.get()).isInstanceOf(Outcome.Found.class);
    }
  }

  @Test
  void whatAClosedStoreIsAskedFails() {
    fixture.atSource(row("a", 1));
    fixture.findOne(near, "a");

    near.close();

    assertThat(fixture.findOne(near, "a")).isInstanceOf(Outcome.Failed.class);
  }

  private static void awaitWaiting(AtomicReference<Thread> thread) {
    while (thread.get() == null || thread.get().getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
