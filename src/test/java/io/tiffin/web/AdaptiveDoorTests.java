package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.web.AdaptiveDoor.Range;
import io.tiffin.web.BusyCores.Served;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A door before simulated cores, on a fake ticker: no noise, no waiting. */
class AdaptiveDoorTests {

  private static final int CORES = 2;
  private static final Duration WORK = Duration.ofMillis(5);
  private static final double CAPACITY = 400; // per second
  private static final Duration DEADLINE = Duration.ofMillis(200);
  private static final Range RANGE = new Range(64, 256, Duration.ofMillis(160));

  private final FakeTicker ticker = new FakeTicker();
  private final BusyCores cores = new BusyCores(CORES, WORK, DEADLINE, ticker);

  @Test
  void atThreeTimesTheCapacityGoodAnswersStayAtTheirPeak() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);
    Served peak = cores.serve(door, 0.95 * CAPACITY, Duration.ofSeconds(10));

    Served burst = cores.serve(door, 3 * CAPACITY, Duration.ofSeconds(20));

    assertThat(burst.good()).isGreaterThan(2 * peak.good() * 9 / 10);
    assertThat(burst.refused()).isGreaterThan(burst.good());
  }

  /** Control: with as many places as before, whatever is let in is answered too late. */
  @Test
  void withoutTheLimitTheyCollapse() {
    AdaptiveDoor door =
        new AdaptiveDoor(
            new Door(RANGE.most(), Duration.ZERO), FixedLimit.of(RANGE.most()), ticker);
    Served peak = cores.serve(door, 0.95 * CAPACITY, Duration.ofSeconds(10));

    Served burst = cores.serve(door, 3 * CAPACITY, Duration.ofSeconds(20));

    assertThat(burst.good()).isLessThan(2 * peak.good() / 10);
  }

  @Test
  void itRecoversByItself() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);
    var _ = cores.serve(door, 3 * CAPACITY, Duration.ofSeconds(20));
    var _ = cores.serve(door, CAPACITY / 2, Duration.ofSeconds(1));

    Served after = cores.serve(door, 0.9 * CAPACITY, Duration.ofSeconds(10));

    assertThat(after.refused()).isZero();
    assertThat(after.good()).isEqualTo(after.asked());
  }

  @Test
  void placesGrowToTheMostThatAreUsed() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);

    answerAll(door, 300, Duration.ofMillis(20), Duration.ofSeconds(60));

    assertThat(door.door().places()).isEqualTo(RANGE.most());
  }

  @Test
  void itBeginsWithTheMost() {
    assertThat(new AdaptiveDoor(RANGE, Duration.ZERO, ticker).door().places())
        .isEqualTo(RANGE.most());
  }

  /** However late they are: their time is that of many orders. */
  @Test
  void whatIsNotMeasuredTakesPlacesAndClosesNothing() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);

    for (int batch = 0; batch < 1000; batch++) {
      assertThat(enters(door)).isTrue();
      assertThat(door.door().inside()).isEqualTo(1);
      ticker.advance(DEADLINE);
      door.leaveUnmeasured();
    }

    assertThat(door.door().inside()).isZero();
    assertThat(door.door().places()).isEqualTo(RANGE.most());
  }

  @Test
  void placesNeverGoBelowTheLeast() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);

    answerAll(door, 300, Duration.ofMillis(190), Duration.ofSeconds(60));

    assertThat(door.door().places()).isEqualTo(RANGE.least());
  }

  /** Five a second are slow enough that a window of time alone would never have enough of them. */
  @Test
  void placesFollowHoweverFewRequestsThereAre() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);

    answerAll(door, 1, Duration.ofMillis(200), Duration.ofSeconds(60));

    assertThat(door.door().places()).isLessThanOrEqualTo(RANGE.first() / 2);
  }

  @Test
  void aSlowFewCloseNothing() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);
    int before = door.door().places();

    for (int round = 0; round < 300; round++) {
      answerAll(door, 60, Duration.ofMillis(50), Duration.ofMillis(50));
      answerAll(door, 2, Duration.ofMillis(190), Duration.ofMillis(190));
    }

    assertThat(door.door().places()).isGreaterThanOrEqualTo(before);
  }

  /** A dead cache and a dead source at their limits: 50 and 100 ms more for everybody. */
  @Test
  void tiersThatTakeAllOfTheirTimeCloseNothing() {
    AdaptiveDoor door = new AdaptiveDoor(RANGE, Duration.ZERO, ticker);
    answerAll(door, 60, Duration.ofMillis(5), Duration.ofSeconds(10));
    int before = door.door().places();

    answerAll(door, 110, Duration.ofMillis(155), Duration.ofSeconds(10));

    assertThat(door.door().places()).isGreaterThanOrEqualTo(before);
  }

  /** Control: a limit that compares with how fast it was before takes a slow tier for a crowd. */
  @Test
  void aLimitByGradientWouldCloseOnThem() {
    Gradient2Limit gradient =
        Gradient2Limit.newBuilder().initialLimit(64).minLimit(16).maxConcurrency(256).build();
    AdaptiveDoor door = new AdaptiveDoor(new Door(64, Duration.ZERO), gradient, ticker);
    answerAll(door, 60, Duration.ofMillis(5), Duration.ofSeconds(10));
    int before = door.door().places();

    answerAll(door, 110, Duration.ofMillis(155), Duration.ofSeconds(1));

    assertThat(door.door().places()).isLessThan(before / 2);
  }

  /** Rounds of as many requests as get in, which all take as long. */
  private void answerAll(AdaptiveDoor door, int crowd, Duration taking, Duration lasting) {
    long end = ticker.nanos() + lasting.toNanos();
    while (ticker.nanos() < end) {
      long entered = ticker.nanos();
      int inside = 0;
      for (int request = 0; request < crowd; request++) {
        inside += enters(door) ? 1 : 0;
      }
      ticker.advance(taking);
      for (int request = 0; request < inside; request++) {
        door.leave(entered);
      }
    }
  }

  private boolean enters(AdaptiveDoor door) {
    try {
      var _ = door.enter(Deadline.in(DEADLINE, ticker));
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }
}
