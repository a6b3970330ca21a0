package io.tiffin.guard;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes guards of what Resilience4j's properties say. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  @Bean
  Guards guards(
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      TimeLimiterRegistry limits,
      MeterRegistry meters,
      Ticker ticker) {
    return new Guards(breakers, bulkheads, limits, meters, ticker);
  }
}
