package io.tiffin;

import io.tiffin.event.embedded.ReplayCommand;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The entry point of a replay. It has the service's settings, and of its beans only the catalogue
 * and the clocks: no store is opened, nothing is served.
 */
@ComponentScan("io.tiffin.feature.yaml")
@ConfigurationPropertiesScan({"io.tiffin.feature.yaml", "io.tiffin.event.embedded"})
@Import(ClockConfiguration.class)
public final class ReplayApplication {

  private ReplayApplication() {}

  /** Replays as {@link ReplayCommand} says, and ends the process with its status. */
  public static void main(String[] arguments) {
    System.exit(replay(List.of(arguments)));
  }

  private static int replay(List<String> arguments) {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(ReplayApplication.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run()) {
      return ReplayCommand.of(context, System.out, System.err).execute(arguments);
    }
  }
}
