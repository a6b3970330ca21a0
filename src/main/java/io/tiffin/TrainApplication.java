package io.tiffin;

import io.tiffin.feature.Catalogue;
import io.tiffin.model.NativeLibrary;
import io.tiffin.training.TrainCommand;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The entry point of training. It has the service's settings, and of its beans only the catalogue
 * and the engine's library: no store is opened, nothing is served.
 */
@ComponentScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl"})
@ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl"})
public final class TrainApplication {

  private TrainApplication() {}

  /** Trains as {@link TrainCommand} says, and ends the process with its status. */
  public static void main(String[] arguments) throws IOException {
    System.exit(train(List.of(arguments)));
  }

  private static int train(List<String> arguments) throws IOException {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(TrainApplication.class)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run()) {
      context.getBean(NativeLibrary.class).load();
      return new TrainCommand(context.getBean(Catalogue.class), System.out, System.err)
          .execute(arguments);
    }
  }
}
