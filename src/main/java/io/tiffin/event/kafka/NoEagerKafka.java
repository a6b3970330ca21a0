package io.tiffin.event.kafka;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves Spring's auto-configurations of Kafka out of an application that has not chosen it: it
 * then makes no client, no admin and no meter of one.
 */
final class NoEagerKafka implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String KAFKA = "org.springframework.boot.kafka.autoconfigure.";

  private boolean chosen;

  @Override
  public void setEnvironment(Environment environment) {
    chosen =
        KafkaEventConfiguration.CHOICE.equals(
            environment.getProperty(KafkaEventConfiguration.RUNTIME));
  }

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[autoConfigurations.length];
    for (int i = 0; i < wanted.length; i++) {
      String name = autoConfigurations[i];
      wanted[i] = chosen || name == null || !name.startsWith(KAFKA);
    }
    return wanted;
  }
}
