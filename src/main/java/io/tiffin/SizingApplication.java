package io.tiffin;

import io.tiffin.sizing.SizingCommand;
import io.tiffin.sizing.StoreSizing;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The entry point of sizing. It has the service's settings, and of its beans only the catalogue and
 * the price list: no store is opened, nothing is served.
 */
@ComponentScan({"io.tiffin.feature.yaml", "io.tiffin.sizing"})
@ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.sizing"})
public final class SizingApplication {

  private SizingApplication() {}

  /**
   * Sizes as {@link SizingCommand} says, and ends the process with its status; with 1 if the
   * catalogue or the price list cannot be used.
   */
  public static void main(String[] arguments) {
    System.exit(size(List.of(arguments)));
  }

  private static int size(List<String> arguments) {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(SizingApplication.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run()) {
      return new SizingCommand(context.getBean(StoreSizing.class), System.out, System.err)
          .execute(arguments);
    }
  }
}
