package io.tiffin.guard;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.FakeTicker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * Guards whose time is a fake ticker's: open after half of at least {@value #CALLS} calls, on trial
 * {@link #WAIT} later, closed again after {@value #TRIALS} good calls.
 */
public final class TestGuards {

  public static final int CALLS = 10;
  public static final int TRIALS = 3;
  public static final int PLACES = 4;
  public static final Duration WAIT = Duration.ofSeconds(1);
  public static final Duration LIMIT = Duration.ofMillis(100);

  private TestGuards() {}

  public static Guards of(FakeTicker ticker) {
    return of(ticker, new SimpleMeterRegistry());
  }

  public static Guards of(FakeTicker ticker, MeterRegistry meters) {
    CircuitBreakerConfig breakers =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(50)
            .minimumNumberOfCalls(CALLS)
            .failureRateThreshold(50)
            .waitDurationInOpenState(WAIT)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            .writableStackTraceEnabled(false)
            .clock(clock(ticker))
            .currentTimestampFunction(same -> ticker.nanos(), TimeUnit.NANOSECONDS)
            .build();
    return new Guards(
        CircuitBreakerRegistry.of(breakers),
        BulkheadRegistry.of(BulkheadConfig.custom().maxConcurrentCalls(PLACES).build()),
        TimeLimiterRegistry.of(TimeLimiterConfig.custom().timeoutDuration(LIMIT).build()),
        meters,
        ticker);
  }

  /** Guards that let everything through, as far as a test without failures can tell. */
  public static Guards generous() {
    return new Guards(
        CircuitBreakerRegistry.ofDefaults(),
        BulkheadRegistry.of(BulkheadConfig.custom().maxConcurrentCalls(10_000).build()),
        TimeLimiterRegistry.of(
            TimeLimiterConfig.custom().timeoutDuration(Duration.ofHours(1)).build()),
        new SimpleMeterRegistry(),
        new FakeTicker());
  }

  private static Clock clock(FakeTicker ticker) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.EPOCH.plusNanos(ticker.nanos());
      }
    };
  }
}
