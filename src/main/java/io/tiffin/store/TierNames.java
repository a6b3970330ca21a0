package io.tiffin.store;

import java.util.List;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Stops the start, before any store is opened, if the configuration names a tier that is none. */
final class TierNames implements BeanFactoryPostProcessor {

  private final Environment environment;

  TierNames(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    List<String> known =
        beans.getBeansOfType(StoreTier.class, false, false).values().stream()
            .map(StoreTier::name)
            .sorted()
            .toList();
    Binder.get(environment)
        .bindOrCreate("tiffin.store", StoreProperties.class)
        .named()
        .filter(named -> !known.contains(named.tier()))
        .findFirst()
        .ifPresent(named -> {
          throw new UnknownTierException(named, known);
        });
  }
}
