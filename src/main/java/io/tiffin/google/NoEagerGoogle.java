package io.tiffin.google;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Leaves Spring Cloud GCP's auto-configurations out of the application's context: {@link
 * GoogleCloud} uses them when a service is opened. In the context they would ask for credentials at
 * every start, also where nothing of Google's is used.
 */
final class NoEagerGoogle implements AutoConfigurationImportFilter {

  private static final String GOOGLE = "com.google.cloud.spring.autoconfigure.";

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[autoConfigurations.length];
    for (int i = 0; i < wanted.length; i++) {
      String name = autoConfigurations[i];
      wanted[i] = name == null || !name.startsWith(GOOGLE);
    }
    return wanted;
  }
}
