package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What holds for every store, whatever its technology. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean
  static TierNames tierNames(Environment environment) {
    return new TierNames(environment);
  }

  @Bean
  static ObservedStores observedStores(
      ObjectProvider<MeterRegistry> meters, ObjectProvider<Ticker> ticker) {
    return new ObservedStores(meters, ticker);
  }
}
