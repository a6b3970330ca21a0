package io.tiffin;

import io.tiffin.batching.Ticker;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The only place that reads a clock. {@link Clock} is the time of day, which may be set and may
 * jump; {@link Ticker} measures how long something took, and deadlines are its instants.
 */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ticker ticker() {
    return System::nanoTime;
  }
}
