package io.tiffin.store.redis;

import org.jspecify.annotations.Nullable;

/** The cause of an outcome: Redis was not asked. */
final class RedisUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  RedisUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
