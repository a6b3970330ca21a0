package io.tiffin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The service's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TiffinApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(TiffinApplication.class, arguments);
  }
}
