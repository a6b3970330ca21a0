package io.tiffin.sizing;

import io.tiffin.feature.Catalogue;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/** Sizing by the service's catalogue and price list. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SizingProperties.class)
class SizingConfiguration {

  @Bean
  StoreSizing storeSizing(
      SizingProperties properties, Catalogue catalogue, ResourceLoader resources) {
    PriceFile file = new PriceFile(ApplicationResourceLoader.get(resources, true));
    return new StoreSizing(catalogue, PriceListReader.read(file.read(properties.prices())));
  }
}
