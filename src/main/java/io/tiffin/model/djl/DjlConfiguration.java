package io.tiffin.model.djl;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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

/** The engine room's doors: the loaders. */
@Configuration(proxyBeanMethods = false)
class DjlConfiguration {

  @Bean
  ModelLoader modelLoader(
      ModelProperties properties,
      @Value("${tiffin.data-directory:./data}") Path dataDirectory,
      Catalogue catalogue,
      MeterRegistry registry,
      Ticker ticker) {
    return loader(properties, dataDirectory, catalogue, registry, ticker);
  }

  /**
   * For versions that are only tried: their calls are in no meter, and closing one does not take
   * away the meters of the same version that serves.
   */
  @Bean(defaultCandidate = false)
  ModelLoader uncountedModelLoader(
      ModelProperties properties,
      @Value("${tiffin.data-directory:./data}") Path dataDirectory,
      Catalogue catalogue,
      Ticker ticker) {
    return loader(properties, dataDirectory, catalogue, new SimpleMeterRegistry(), ticker);
  }

  private static ModelLoader loader(
      ModelProperties properties,
      Path dataDirectory,
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
