package io.tiffin;

import io.tiffin.batching.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The only place that reads a clock. {@link Clock} is the time of day, which may be set, may run at
 * a speed of its own ({@code tiffin.clock}) and may jump; {@link Ticker} measures how long
 * something took, and deadlines are its instants. What other machines hold against their own
 * clocks, such as when a row expires, is told by the {@code machineClock}: it is asked for by that
 * name, and never set.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClockProperties.class)
class ClockConfiguration {

  @Bean
  Clock clock(ClockProperties properties, Ticker ticker, Environment environment) {
    properties.requireOneProcess(
        environment.getProperty("tiffin.store.replicas", Integer.class, 1));
    if (properties.isReal()) {
      return Clock.systemUTC();
    }
    Instant start = properties.start();
    return new RunningClock(start == null ? Instant.now() : start, properties.speed(), ticker);
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
