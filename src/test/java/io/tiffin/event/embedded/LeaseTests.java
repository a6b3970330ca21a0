package io.tiffin.event.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.event.embedded.Lease.Standing;
import io.tiffin.feature.Row;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTests {

  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final FakeTicker ticker = new FakeTicker();
  private Instant now = Instant.parse("2026-06-15T12:00:00Z");
  private final Lease one = lease("directory-1", "session-1");
  private final Lease other = lease("directory-2", "session-2");

  @Test
  void whoComesFirstHasItAndKeepsIt() {
    one.renew();
    other.renew();

    assertThat(one.standing()).isEqualTo(new Standing.Held(now.plus(LENGTH)));
    assertThat(other.standing()).isEqualTo(new Standing.Taken("holder of session-1"));

    pass(Duration.ofSeconds(9));
    one.renew();
    pass(Duration.ofSeconds(9));
    other.renew();

    assertThat(one.mayPublish()).isTrue();
    assertThat(other.mayPublish()).isFalse();
  }

  @Test
  void anotherTakesItOverOnceItHasEndedAndClocksMayDiffer() {
    one.renew();
    pass(LENGTH);
    other.renew();
    assertThat(other.standing()).isInstanceOf(Standing.Taken.class);

    pass(Duration.ofSeconds(1));
    other.renew();

    assertThat(other.mayPublish()).isTrue();
    assertThat(one.mayPublish()).as("it has ended, whatever this one knows").isFalse();
    one.renew();
    assertThat(one.standing()).isEqualTo(new Standing.Taken("holder of session-2"));
  }

  @Test
  void whatIsGivenBackIsTakenAtOnce() {
    one.renew();

    one.release();
    other.renew();

    assertThat(one.mayPublish()).isFalse();
    assertThat(other.mayPublish()).isTrue();
  }

  @Test
  void theNextProcessOnTheSameDirectoryNeedNotWaitForTheEnd() {
    one.renew();
    Lease restarted = lease("directory-1", "session-3");

    restarted.renew();

    assertThat(restarted.mayPublish()).isTrue();
  }

  /** Such as one that was stopped for a while and whose directory was started elsewhere. */
  @Test
  void aFormerProcessOnTheSameDirectoryDoesNotTakeItBack() {
    one.renew();
    Lease restarted = lease("directory-1", "session-3");
    restarted.renew();

    one.renew();

    assertThat(one.standing()).isEqualTo(new Standing.Taken("holder of session-3"));
  }

  @Test
  void nobodyHasItBeforeTheSourceAnswers() {
    store.failing(Reason.TIMED_OUT);
    one.renew();

    assertThat(one.standing()).isInstanceOf(Standing.Unknown.class);
    assertThat(one.mayPublish()).isFalse();

    store.healthy();
    one.renew();

    assertThat(one.mayPublish()).isTrue();
  }

  @Test
  void whoHadItGoesOnWhileTheSourceIsSilentButPublishesNothingAfterItsEnd() {
    one.renew();
    store.failing(Reason.ERROR);

    pass(Duration.ofSeconds(5));
    one.renew();
    assertThat(one.standing()).isInstanceOf(Standing.Held.class);
    assertThat(one.mayPublish()).isTrue();

    pass(Duration.ofSeconds(5));
    one.renew();
    assertThat(one.standing()).isInstanceOf(Standing.Held.class);
    assertThat(one.mayPublish()).isFalse();

    store.healthy();
    one.renew();
    assertThat(one.mayPublish()).isTrue();
  }

  @Test
  void whoHadItLearnsThatAnotherTookItWhileTheSourceWasOutOfItsReach() {
    one.renew();
    pass(Duration.ofSeconds(11));
    other.renew();

    one.renew();

    assertThat(one.standing()).isEqualTo(new Standing.Taken("holder of session-2"));
  }

  @Test
  void aRowThatCannotBeReadCountsUntilItWouldHaveEnded() {
    long micros = now.getEpochSecond() * 1_000_000;
    var row = new Row(LeaseRow.KEY, micros, micros, new byte[] {99});
    store.put(List.of(row), Deadline.in(LENGTH, ticker));

    one.renew();
    assertThat(one.standing()).isEqualTo(new Standing.Taken("a process of another version"));

    pass(LENGTH.plusSeconds(1));
    one.renew();
    assertThat(one.mayPublish()).isTrue();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Lease lease(String directory, String session) {
    return new Lease(
        store,
        () -> now,
        ticker,
        new LeaseRow(directory, session, "holder of " + session, 0),
        LENGTH);
  }
}
