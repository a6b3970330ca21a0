package io.tiffin.store.memcached;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of Memcached as a cache.
 *
 * @param servers the nodes as {@code host:port}; {@code localhost:11211} unless these or a
 *     discovery endpoint are set. Every process needs the same list
 * @param discoveryEndpoint in place of {@code servers}: {@code host:port} of a configuration
 *     endpoint that tells the nodes, as of ElastiCache or Memorystore for Memcached
 * @param discoveryInterval how often the endpoint is asked, give or take a tenth. A change of nodes
 *     begins with an empty cache, which is used after twice this time
 * @param keyPrefix what every key begins with: tells installations that share servers apart, and
 *     another one forgets everything. 1 to 40 letters, digits, dots, dashes and underscores
 * @param timeout how long one call waits for a node at most
 * @param connectTimeout how long one attempt to connect may take
 * @param silence a connection on which a request is unanswered for this long is replaced
 * @param lease how long a reader that missed a row has time to fill it in; whole seconds, at least
 *     two
 * @param absence how long it is remembered that a row was never written; whole seconds
 * @param itemSizeLimit the servers' own ({@code memcached -I}): a row beyond it is not sent, and
 *     not cached
 * @param protocol BINARY, or ASCII for services that do not speak it
 * @param username of SASL, or of the ASCII protocol's authentication
 * @param password of that user
 * @param sslBundle the name of a bundle of {@code spring.ssl.bundle}; turns TLS on
 */
@ConfigurationProperties("tiffin.store.memcached")
record MemcachedStoreProperties(
    @DefaultValue List<String> servers,
    @Nullable String discoveryEndpoint,
    @DefaultValue("5s") Duration discoveryInterval,
    @DefaultValue("tiffin") String keyPrefix,
    @DefaultValue("50ms") Duration timeout,
    @DefaultValue("100ms") Duration connectTimeout,
    @DefaultValue("500ms") Duration silence,
    @DefaultValue("2s") Duration lease,
    @DefaultValue("5s") Duration absence,
    @DefaultValue("1MB") DataSize itemSizeLimit,
    @DefaultValue("binary") Protocol protocol,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sslBundle) {

  private static final String PREFIX = "tiffin.store.memcached.";

  /** What is spoken with the servers. */
  enum Protocol {
    BINARY,
    ASCII
  }

  MemcachedStoreProperties {
    servers = List.copyOf(servers);
    servers.forEach(server -> requireAddress("servers", server));
    if (discoveryEndpoint != null) {
      requireAddress("discovery-endpoint", discoveryEndpoint);
      require(
          servers.isEmpty(),
          "servers and " + PREFIX + "discovery-endpoint are both set",
          "remove one of them");
    } else if (servers.isEmpty()) {
      servers = List.of("localhost:11211");
    }
    require(
        servers.stream().distinct().count() == servers.size(),
        "servers names a node twice: " + servers,
        "name each once");
    require(
        keyPrefix.matches("[A-Za-z0-9._-]{1,40}"),
        "key-prefix is «" + keyPrefix + "»",
        "use 1 to 40 letters, digits, dots, dashes and underscores");
    requireAtLeast("discovery-interval", discoveryInterval, Duration.ofMillis(100));
    requireAtLeast("timeout", timeout, Duration.ofMillis(1));
    requireAtLeast("connect-timeout", connectTimeout, Duration.ofMillis(1));
    requireAtLeast("silence", silence, Duration.ofMillis(50));
    requireAtLeast("lease", lease, Duration.ofSeconds(2));
    requireAtLeast("absence", absence, Duration.ofSeconds(1));
    require(
        itemSizeLimit.toKilobytes() >= 1 && itemSizeLimit.toMegabytes() <= 1_024,
        "item-size-limit is " + itemSizeLimit.toBytes() + "B",
        "set it to 1KB to 1024MB");
    require(
        (username == null) == (password == null),
        "username and " + PREFIX + "password belong together",
        "set both or none");
  }

  private static void requireAddress(String property, String address) {
    int colon = address.lastIndexOf(':');
    require(
        colon > 0 && isPort(address.substring(colon + 1)),
        property + " has «" + address + "»",
        "write host:port, with a port of 1 to 65535");
  }

  private static boolean isPort(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535;
  }

  private static void requireAtLeast(String property, Duration value, Duration least) {
    require(
        value.compareTo(least) >= 0,
        property + " is " + value,
        "set it to " + least.toMillis() + "ms or more");
  }

  private static void require(boolean fulfilled, String wrong, String fix) {
    if (!fulfilled) {
      throw new IllegalArgumentException(PREFIX + wrong + ", " + fix);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "MemcachedStoreProperties[servers="
        + servers
        + ", discoveryEndpoint="
        + discoveryEndpoint
        + ", keyPrefix="
        + keyPrefix
        + "]";
  }
}
