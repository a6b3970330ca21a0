package io.tiffin.store.memcached;

import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.memcached.MemcachedStoreProperties.Protocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Opens caches for tests, with settings that differ from the defaults in what the test names. */
final class MemcachedCaches {

  /** So that a busy machine is no failure; tests of time-outs name one of their own. */
  private static final Duration PATIENT = Duration.ofSeconds(10);

  private MemcachedCaches() {}

  /** One that waits for its servers on these loopback ports for as long as the caller does. */
  static RowCache patient(int... ports) {
    return open(properties(PATIENT, Duration.ofSeconds(20), ports));
  }

  /** A patient one for a server that is elsewhere. */
  static RowCache patient(String host, int port) {
    return open(
        properties(
            List.of(host + ":" + port), null, PATIENT, Duration.ofSeconds(20), Protocol.BINARY));
  }

  /** A patient one that speaks the ASCII protocol. */
  static RowCache patientAscii(int... ports) {
    return open(properties(servers(ports), null, PATIENT, Duration.ofSeconds(20), Protocol.ASCII));
  }

  /** One with the default time-outs. */
  static RowCache usual(int... ports) {
    return open(properties(Duration.ofMillis(50), Duration.ofMillis(500), ports));
  }

  static RowCache open(MemcachedStoreProperties properties) {
    return MemcachedStoreConfiguration.open(
        properties, new RowLifetimes(new Catalogue(List.of())), null, new RealTicker());
  }

  static MemcachedStoreProperties properties(Duration timeout, Duration silence, int... ports) {
    return properties(servers(ports), null, timeout, silence, Protocol.BINARY);
  }

  static MemcachedStoreProperties properties(
      List<String> servers,
      @Nullable String endpoint,
      Duration timeout,
      Duration silence,
      Protocol protocol) {
    return new MemcachedStoreProperties(
        servers,
        endpoint,
        Duration.ofMillis(100),
        "tiffin",
        timeout,
        Duration.ofMillis(100),
        silence,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        DataSize.ofMegabytes(1),
        protocol,
        null,
        null,
        null);
  }

  static List<String> servers(int... ports) {
    return Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList();
  }
}
