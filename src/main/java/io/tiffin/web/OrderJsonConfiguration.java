package io.tiffin.web;

import io.tiffin.bulk.OrderFiles;
import io.tiffin.feature.Catalogue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What reads orders and writes answers, also where nobody is served. */
@Configuration(proxyBeanMethods = false)
class OrderJsonConfiguration {

  @Bean
  StrictJson strictJson() {
    return new StrictJson();
  }

  @Bean
  OrderReader orderReader(Catalogue catalogue) {
    return new OrderReader(new GivenFeatures(catalogue));
  }

  @Bean
  OrderFiles orderFiles(StrictJson json, OrderReader orders, Catalogue catalogue) {
    return new JsonOrderFiles(json, orders, catalogue);
  }
}
