package io.tiffin.model.djl;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelProperties;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.djl.PooledModel.PoolSize;
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
      MeterRegistry registry,
      Ticker ticker) {
    Path given = properties.nativeDirectory();
    return new DjlModelLoader(
        given == null ? dataDirectory.resolve("native") : given,
        new PoolSize(properties.threads(), properties.queue()),
        SessionOptions.onTheCallersThread(),
        new ModelTrial(catalogue, ticker),
        registry,
        ticker);
  }
}
