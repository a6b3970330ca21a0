package io.tiffin.store.memcached;

import com.spotify.folsom.MemcacheStatus;

/** The cause of a failed outcome: a server has answered, and has not done what was asked. */
final class MemcachedRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  MemcachedRefusedException(String message) {
    super(message);
  }

  MemcachedRefusedException(MemcacheStatus status) {
    this("the server has answered " + status);
  }
}
