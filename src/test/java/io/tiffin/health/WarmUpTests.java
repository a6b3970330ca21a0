package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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
  void aServiceThatDoesNotAnswerItselfIsNotAskedAgain() throws Exception {
    WarmUp warmUp =
        new WarmUp(number -> sent.incrementAndGet() < 3, Duration.ofSeconds(10), ticker);

    warmUp.run();

    assertThat(sent.get()).isEqualTo(3);
  }

  private WarmUp warmUp(java.util.function.IntFunction<Duration> took) {
    return new WarmUp(
        number -> {
          sent.incrementAndGet();
          ticker.advance(took.apply(number));
          return true;
        },
        Duration.ofSeconds(10),
        ticker);
  }
}
