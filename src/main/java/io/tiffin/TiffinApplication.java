package io.tiffin;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TiffinApplication {

  /**
   * Starts the service; trains a model if the first argument is {@code train}, makes a variant of
   * one if it is {@code variant}, sizes stores if it is {@code sizing}, builds all live rows anew
   * if it is {@code replay}, streams a city to a running service if it is {@code simulate}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String command = arguments.length == 0 ? "" : arguments[0];
    String[] rest = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    switch (command) {
      case "train" -> TrainApplication.main(rest);
      case "variant" -> VariantApplication.main(rest);
      case "sizing" -> SizingApplication.main(rest);
      case "replay" -> ReplayApplication.main(rest);
      case "simulate" -> SimulateApplication.main(rest);
      default -> SpringApplication.run(TiffinApplication.class, arguments);
    }
  }
}
