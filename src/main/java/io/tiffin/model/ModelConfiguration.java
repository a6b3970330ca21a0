package io.tiffin.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.guard.Guard;
import io.tiffin.guard.Guards;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The model that is served, from where the settings say. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

  @Bean
  ModelPools modelPools(ModelProperties properties, MeterRegistry registry, Ticker ticker) {
    return new ModelPools(properties.poolSize(), registry, ticker);
  }

  @Bean
  ModelLoader modelLoader(
      List<ModelEngine> engines, ModelPools pools, Catalogue catalogue, Ticker ticker) {
    return ModelLoader.of(engines, pools, new ModelTrial(catalogue, ticker));
  }

  @Bean
  ServedModel servedModel(
      ModelProperties properties,
      @Value("${tiffin.data-directory:./data}") Path dataDirectory,
      ModelLoader loader,
      Catalogue catalogue,
      Guards guards,
      Ticker ticker) {
    BundleLocation location =
        new BundleLocation(
            properties.location(),
            new BundleReader(catalogue),
            dataDirectory,
            ModelConfiguration.class.getClassLoader());
    ModelTrial trial = new ModelTrial(catalogue, ticker);
    Guard guard = guards.limited("model");
    return new ServedModel(() -> {
      Bundle bundle = location.read();
      Model model = loader.load(bundle);
      return new GuardedModel(warmed(model, bundle, trial, properties.warmUpCalls()), guard);
    });
  }

  private static Model warmed(Model model, Bundle bundle, ModelTrial trial, int calls)
      throws BundleRefusedException {
    try {
      trial.warm(model, bundle, calls);
      return model;
    } catch (BundleRefusedException | RuntimeException | Error failure) {
      model.close();
      throw failure;
    }
  }
}
