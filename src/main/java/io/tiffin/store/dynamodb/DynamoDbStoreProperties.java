package io.tiffin.store.dynamodb;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of DynamoDB as a tier. Credentials are not among them: they come from the platform, by
 * the SDK's default chain.
 *
 * @param table name of the table
 * @param region where the table is, such as {@code eu-central-1}; not set, the SDK's default chain
 *     says ({@code AWS_REGION}, a profile, the instance)
 * @param endpoint where the service is, if not at its public address; {@code http://} is for
 *     DynamoDB Local, which is sent no credentials
 * @param daxEndpoint the DAX cluster that rows are read and written through, {@code dax://host} or
 *     {@code daxs://host}; not set, there is none
 * @param createIfMissing whether the table is created on first use, on demand and with expiry
 * @param nearestReads how consistent reads of the nearest tier are; not set, strong, and eventual
 *     through DAX
 * @param maxConnections connections at most, to the service and to each node of DAX
 * @param concurrentWrites rows that are being written at once at most
 * @param connectTimeout how long one attempt to connect may take
 * @param callTimeout how long the service may be silent in one call; a deadline that is earlier
 *     counts as well
 */
@Validated
@ConfigurationProperties("tiffin.store.dynamodb")
record DynamoDbStoreProperties(
    @DefaultValue("tiffin") String table,
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable URI daxEndpoint,
    @DefaultValue("false") boolean createIfMissing,
    @Nullable NearestReads nearestReads,
    @DefaultValue("64") @Min(2) @Max(10_000) int maxConnections,
    @DefaultValue("32") @Min(1) @Max(10_000) int concurrentWrites,
    @DefaultValue("100ms") Duration connectTimeout,
    @DefaultValue("1s") Duration callTimeout) {

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofMinutes(1);

  /** How consistent a read is that does not ask for the source. */
  enum NearestReads {
    /** Sees every write that was acknowledged before it; costs twice as much. */
    STRONG,
    /** May be a moment behind, or as old as DAX keeps items. */
    EVENTUAL
  }

  DynamoDbStoreProperties {
    if (!table.matches("[a-zA-Z0-9_.-]{3,255}")) {
      throw new IllegalArgumentException(
          "tiffin.store.dynamodb.table is «"
              + table
              + "», set it to 3 to 255 letters, digits, «_», «-» or «.»");
    }
    if (region != null && !region.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "tiffin.store.dynamodb.region is «" + region + "», set it to one such as eu-central-1");
    }
    requireScheme("endpoint", endpoint, Set.of("http", "https"), "https://host:port");
    requireScheme("dax-endpoint", daxEndpoint, Set.of("dax", "daxs"), "daxs://host:port");
    requireTime("connect-timeout", connectTimeout);
    requireTime("call-timeout", callTimeout);
    if (concurrentWrites >= maxConnections) {
      throw new IllegalArgumentException(
          "tiffin.store.dynamodb.concurrent-writes is "
              + concurrentWrites
              + " of "
              + maxConnections
              + " connections, set it below max-connections, so that a bulk load leaves some to"
              + " readers");
    }
  }

  /** Whether reads that do not ask for the source are strongly consistent all the same. */
  boolean readsNearestStrongly() {
    return nearestReads == null ? daxEndpoint == null : nearestReads == NearestReads.STRONG;
  }

  /** Whether the service is DynamoDB Local: nobody should sign over an open network. */
  boolean isEmulated() {
    return endpoint != null && endpoint.getScheme().equals("http");
  }

  private static void requireScheme(
      String property, @Nullable URI value, Set<String> schemes, String example) {
    if (value != null
        && (value.getScheme() == null
            || !schemes.contains(value.getScheme())
            || value.getHost() == null)) {
      throw new IllegalArgumentException(
          "tiffin.store.dynamodb."
              + property
              + " is «"
              + value
              + "», set it to an address such as "
              + example);
    }
  }

  private static void requireTime(String property, Duration time) {
    if (time.compareTo(LEAST) < 0 || time.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "tiffin.store.dynamodb." + property + " is " + time + ", set it to 1ms to 1m");
    }
  }
}
