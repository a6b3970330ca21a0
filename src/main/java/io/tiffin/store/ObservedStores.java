package io.tiffin.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Observes every store, whichever room its bean comes from. */
final class ObservedStores implements BeanPostProcessor {

  private final ObjectProvider<MeterRegistry> meters;
  private final ObjectProvider<Ticker> ticker;

  ObservedStores(ObjectProvider<MeterRegistry> meters, ObjectProvider<Ticker> ticker) {
    this.meters = meters;
    this.ticker = ticker;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    return bean instanceof FeatureStore store
        ? new ObservedFeatureStore(store, meters.getObject(), ticker.getObject())
        : bean;
  }
}
