package io.tiffin.model.djl;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelProperties;
import io.tiffin.model.ModelTrial;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine room's door: the loader. */
@Configuration(proxyBeanMethods = false)
class DjlConfiguration {

  @Bean
  ModelLoader modelLoader(
      ModelProperties properties,
      @Value("${tiffin.data-directory:./data}") Path dataDirectory,
      Catalogue catalogue,
      ModelPools pools,
      Ticker ticker) {
    Path given = properties.nativeDirectory();
    return new DjlModelLoader(
        given == null ? dataDirectory.resolve("native") : given,
        SessionOptions.onTheCallersThread(),
        new ModelTrial(catalogue, ticker),
        pools);
  }
}
