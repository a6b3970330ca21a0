package io.tiffin;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

/**
 * The service's entry point. Beans are looked for in classes of the right names alone, and settings
 * are named by their rooms: to read all of the thousand classes twice was an eighth of the start.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(
    resourcePattern = "**/{name:.*(?:" + TiffinApplication.BEANS + ")}.class",
    excludeFilters = {
      @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
      @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class)
    })
public class TiffinApplication {

  /** How the name ends of a class that makes beans, or is one. */
  static final String BEANS = "Configuration|Controller|Endpoint|Advice|Guard";

  /**
   * Starts the service; trains a model if the first argument is {@code train}, makes a variant of
   * one if it is {@code variant}, sizes stores if it is {@code sizing}, builds all live rows anew
   * if it is {@code replay}, estimates a file of orders if it is {@code bulk}, streams a city to a
   * running service if it is {@code simulate}, checks one if it is {@code check}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String command = arguments.length == 0 ? "" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (command) {
      case "train" -> TrainApplication.main(rest);
      case "variant" -> VariantApplication.main(rest);
      case "sizing" -> SizingApplication.main(rest);
      case "replay" -> ReplayApplication.main(rest);
      case "bulk" -> BulkApplication.main(rest);
      case "simulate" -> SimulateApplication.main(rest);
      case "check" -> CheckApplication.main(rest);
      default -> SpringApplication.run(TiffinApplication.class, arguments);
    }
  }
}
