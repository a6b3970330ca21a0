package io.tiffin;

import io.tiffin.batching.Ticker;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The only place that reads a clock. {@link Clock} is the time of day, which may be set and may
 * jump; {@link Ticker} measures how long something took, and deadlines are its instants. What other
 * machines hold against their own clocks, such as when a row expires, is told by the {@code
 * machineClock}: it is asked for by that name, and never set.
 */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(defaultCandidate = false)
  InstantSource machineClock() {
    return InstantSource.system();
  }

  @Bean
  Ticker ticker() {
    return System::nanoTime;
  }
}
