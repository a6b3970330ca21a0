package io.tiffin;

import io.tiffin.feature.Catalogue;
import io.tiffin.gate.Infrastructure;
import io.tiffin.gate.ModelGate;
import io.tiffin.model.NativeLibrary;
import io.tiffin.training.GrowthMachine;
import io.tiffin.training.TrainCommand;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The entry point of training. It has the service's settings, and of its beans only the catalogue,
 * the engine and, to grow a model, the gate: no store is opened, nothing is served.
 */
@ComponentScan({"io.tiffin.feature.yaml", "io.tiffin.model.djl", "io.tiffin.gate"})
@ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.model", "io.tiffin.gate"})
@Import(ClockConfiguration.class)
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
            .logStartupInfo(false)
            // The report is on the same stream, and says what came of each.
            .properties("logging.level.io.tiffin.gate=warn", "logging.level.io.tiffin.model=warn");
    try (ConfigurableApplicationContext context = application.run()) {
      context.getBean(NativeLibrary.class).load();
      return new TrainCommand(
              context.getBean(Catalogue.class), () -> machine(context), System.out, System.err)
          .execute(arguments);
    }
  }

  private static GrowthMachine machine(ApplicationContext context) {
    return new GrowthMachine(
        context.getBean(ModelGate.class), context.getBean(Infrastructure.class));
  }
}
