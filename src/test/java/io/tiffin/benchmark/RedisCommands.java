package io.tiffin.benchmark;

import io.tiffin.fixture.RedisServer;

/** How many commands a Redis has run. */
final class RedisCommands {

  private RedisCommands() {}

  /** Commands that read rows, since the server's start. */
  static long readsOf(RedisServer server) {
    String info = String.valueOf(server.execute("INFO", "commandstats"));
    return info.lines()
        .filter(line -> line.startsWith("cmdstat_mget") || line.startsWith("cmdstat_get:"))
        .map(line -> line.replaceAll("^[^:]*:calls=(\\d+).*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }
}
