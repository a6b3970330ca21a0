package io.tiffin.feature.yaml;

import io.tiffin.feature.Catalogue;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/** The catalogue of the running service: the product's file, then the user's. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogueProperties.class)
class CatalogueConfiguration {

  @Bean
  Catalogue catalogue(CatalogueProperties properties, ResourceLoader resources) {
    CatalogueFiles files = new CatalogueFiles(ApplicationResourceLoader.get(resources, true));
    List<CatalogueFile> catalogue = new ArrayList<>(List.of(ProductCatalogue.file()));
    properties.locations().forEach(location -> catalogue.add(files.read(location)));
    return new CatalogueReader().read(catalogue);
  }
}
