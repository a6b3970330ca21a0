package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class WarmUpTests {

  /** 50 one by one, and 8 callers that send 6 each. */
  private static final int ROUND = 98;

  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void warmingGoesOnAsLongAsItBringsSomething() throws Exception {
    WarmUp warmUp =
        warmUp(number -> Duration.ofNanos(number < 5 * ROUND ? 64_000 >> (number / ROUND) : 2_000));

    warmUp.run();

    assertThat(sent.get()).isBetween(8 * ROUND, 10 * ROUND);
  }

  @Test
  void warmingStopsAtItsLimit() throws Exception {
    WarmUp warmUp = warmUp(number -> Duration.ofMillis(100));

    warmUp.run();

    assertThat(ticker.nanos()).isLessThanOrEqualTo(Duration.ofMillis(10_800).toNanos());
  }

  @Test
  void anAnswerThatDoesNotComeDoesNotEndTheWarmUp() throws Exception {
    WarmUp warmUp = warmUp(number -> Duration.ofMillis(5), number -> number != 3);

    warmUp.run();

    assertThat(sent.get()).isEqualTo(5 * ROUND);
  }

  @Test
  void whereEverythingIsAnsweredNoRoundIsLost() throws Exception {
    WarmUp warmUp = warmUp(number -> Duration.ofMillis(5), number -> true);

    warmUp.run();

    assertThat(sent.get()).isEqualTo(4 * ROUND);
  }

  @Test
  void aServiceThatDoesNotAnswerItselfIsAskedUntilTheLimit() throws Exception {
    WarmUp warmUp = warmUp(number -> Duration.ofMillis(5), number -> false);

    warmUp.run();

    assertThat(ticker.nanos()).isBetween(10_000_000_000L, 10_040_000_000L);
  }

  @Test
  void someOrdersComeOneByOneAndOthersAtATime() throws Exception {
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch several = new CountDownLatch(2);
    WarmUp warmUp =
        new WarmUp(
            number -> {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              if (number >= 50) {
                several.countDown();
                several.await(); // for ever, if they came one by one
              } else {
                assertThat(most).hasValue(1);
              }
              under.decrementAndGet();
              ticker.advance(Duration.ofMillis(5));
              return true;
            },
            Duration.ofSeconds(10),
            ticker);

    warmUp.run();

    assertThat(most.get()).isGreaterThan(1);
  }

  private WarmUp warmUp(IntFunction<Duration> took) {
    return warmUp(took, number -> true);
  }

  private WarmUp warmUp(IntFunction<Duration> took, IntPredicate answered) {
    return new WarmUp(
        number -> {
          sent.incrementAndGet();
          ticker.advance(took.apply(number));
          return answered.test(number);
        },
        Duration.ofSeconds(10),
        ticker);
  }
}
