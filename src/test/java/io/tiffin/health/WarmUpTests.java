package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class WarmUpTests {

  private static final int ROUND = 100;

  private final FakeTicker ticker = new FakeTicker();
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void warmingGoesOnAsLongAsItBringsSomething() throws Exception {
    WarmUp warmUp =
        warmUp(number -> Duration.ofMillis(number < 5 * ROUND ? 10 - number / ROUND : 5));

    warmUp.run();

    assertThat(sent.get()).isBetween(8 * ROUND, 10 * ROUND);
  }

  @Test
  void warmingStopsAtItsLimit() throws Exception {
    WarmUp warmUp = warmUp(number -> Duration.ofMillis(100));

    warmUp.run();

    assertThat(ticker.nanos()).isLessThanOrEqualTo(Duration.ofMillis(10_100).toNanos());
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

    assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
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
