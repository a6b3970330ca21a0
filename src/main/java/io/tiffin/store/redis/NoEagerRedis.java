package io.tiffin.store.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

/**
 * Leaves Spring's auto-configuration of Redis out of the application's context: {@link
 * RedisConnections} uses it when a tier is opened. In the context it would make the client at every
 * start, since its factory is started with the application.
 */
final class NoEagerRedis implements AutoConfigurationImportFilter {

  @Override
  public boolean[] match(
      @Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
    boolean[] wanted = new boolean[autoConfigurations.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = !DataRedisAutoConfiguration.class.getName().equals(autoConfigurations[i]);
    }
    return wanted;
  }
}
