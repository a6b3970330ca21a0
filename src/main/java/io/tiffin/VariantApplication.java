package io.tiffin;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelTrial;
import io.tiffin.training.VariantCommand;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The entry point of making variants of a bundle. It has the service's settings, and of its beans
 * only the catalogue and the engines.
 */
@ComponentScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl"})
@ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl"})
public class VariantApplication {

  /** Makes a variant as {@link VariantCommand} says, and ends the process with its status. */
  public static void main(String[] arguments) throws IOException {
    System.exit(make(List.of(arguments)));
  }

  private static int make(List<String> arguments) throws IOException {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(VariantApplication.class)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run()) {
      Catalogue catalogue = context.getBean(Catalogue.class);
      Ticker ticker = System::nanoTime;
      List<ModelEngine> engines =
          context.getBeanProvider(ModelEngine.class).orderedStream().toList();
      ModelLoader loader =
          ModelLoader.of(engines, ModelPools.ofACommand(ticker), new ModelTrial(catalogue, ticker));
      return new VariantCommand(catalogue, loader, ticker, System.out, System.err)
          .execute(arguments);
    }
  }
}
