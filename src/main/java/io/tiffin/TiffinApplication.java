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
   * Starts the service; trains a model if the first argument is {@code train}, sizes stores if it
   * is {@code sizing}, streams a city to a running service if it is {@code simulate}.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("train")) {
      TrainApplication.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("sizing")) {
      SizingApplication.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("simulate")) {
      SimulateApplication.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    SpringApplication.run(TiffinApplication.class, arguments);
  }
}
