package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;

/** Times to live as scripts take them. */
final class Milliseconds {

  /** No end; for {@link RedisScript#UPDATE}, nothing to store. */
  static final byte[] NONE = {'0'};

  private Milliseconds() {}

  /** A time, at least one millisecond. */
  static byte[] bytes(Duration time) {
    return Long.toString(Math.max(1, time.toMillis())).getBytes(US_ASCII);
  }
}
