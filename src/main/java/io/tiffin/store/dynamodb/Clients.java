package io.tiffin.store.dynamodb;

import io.tiffin.batching.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.dax.ClusterDaxClient;
import software.amazon.dax.Configuration;

/**
 * The clients of one table.
 *
 * @param service the service itself, which alone knows of tables
 * @param rows where rows are read and written: the service, or a DAX cluster in front of it
 */
record Clients(DynamoDbClient service, DynamoDbClient rows) implements AutoCloseable {

  /**
   * How long a connection lives and is kept idle. Chosen: a new one costs a handshake of TLS in the
   * way of a request; and addresses behind a name change.
   */
  private static final Duration CONNECTION_LIVES = Duration.ofMinutes(5);

  private static final Duration CONNECTION_IDLES = Duration.ofMinutes(1);

  /**
   * How often DAX's client asks for the nodes, and whether they are well. Chosen: a cluster that is
   * back is found within two seconds; by default it takes four and more.
   */
  private static final Duration DAX_LOOKS_AGAIN = Duration.ofSeconds(1);

  /**
   * Makes them; nothing is asked of the service, but DAX is asked for its nodes, which may take
   * some time-outs. A cluster that is down is no failure: its client goes on asking.
   *
   * @param executor where credentials are fetched
   */
  static Clients open(
      DynamoDbStoreProperties properties, Region region, Executor executor, Ticker ticker) {
    AwsCredentialsProvider credentials = credentials(properties, executor, ticker);
    DynamoDbClient service = service(properties, region, credentials);
    if (properties.daxEndpoint() == null) {
      return new Clients(service, service);
    }
    try {
      var _ = credentials.resolveCredentials(); // DAX's client asks for them on its I/O threads
      return new Clients(service, dax(properties, region, credentials));
    } catch (IOException e) {
      service.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /**
   * The region in the settings, or by the SDK's default chain.
   *
   * @throws DynamoDbUnusableException if there is none
   */
  static Region region(DynamoDbStoreProperties properties) {
    if (properties.region() != null) {
      return Region.of(properties.region());
    }
    if (properties.isEmulated()) {
      return Region.US_EAST_1; // any will do
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw new DynamoDbUnusableException(
          "No region is known for DynamoDB: neither the settings, the environment, a profile nor"
              + " the instance name one.",
          "Set tiffin.store.dynamodb.region, or the environment variable AWS_REGION.",
          e);
    }
  }

  private static AwsCredentialsProvider credentials(
      DynamoDbStoreProperties properties, Executor executor, Ticker ticker) {
    return properties.isEmulated()
        ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
        : new KeptCredentials(DefaultCredentialsProvider.builder().build(), executor, ticker);
  }

  private static DynamoDbClient service(
      DynamoDbStoreProperties properties, Region region, AwsCredentialsProvider credentials) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(properties.maxConnections())
                    .connectionTimeout(properties.connectTimeout())
                    .socketTimeout(properties.callTimeout())
                    .connectionTimeToLive(CONNECTION_LIVES)
                    .connectionMaxIdleTime(CONNECTION_IDLES)
                    .tcpKeepAlive(true))
            .overrideConfiguration(settings ->
                settings
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .compressionConfiguration(off -> off.requestCompressionEnabled(false)));
    if (properties.endpoint() != null) {
      builder.endpointOverride(properties.endpoint());
    }
    return builder.build();
  }

  private static DynamoDbClient dax(
      DynamoDbStoreProperties properties, Region region, AwsCredentialsProvider credentials)
      throws IOException {
    return ClusterDaxClient.builder()
        .overrideConfiguration(daxSettings(properties, region, credentials))
        .build();
  }

  /** What DAX's client is told; it has no time-outs by request. */
  static Configuration daxSettings(
      DynamoDbStoreProperties properties, Region region, AwsCredentialsProvider credentials) {
    return Configuration.builder()
        .url(String.valueOf(properties.daxEndpoint()))
        .region(region)
        .credentialsProvider(credentials)
        .connectTimeoutMillis((int) properties.connectTimeout().toMillis())
        .requestTimeoutMillis((int) properties.callTimeout().toMillis())
        .endpointRefreshTimeoutMillis((int) properties.callTimeout().toMillis())
        .maxConcurrency(properties.maxConnections())
        .connectionTtlMillis((int) CONNECTION_LIVES.toMillis())
        .idleTimeoutMillis((int) CONNECTION_IDLES.toMillis())
        .clusterUpdateIntervalMillis((int) DAX_LOOKS_AGAIN.toMillis())
        .healthCheckIntervalMillis((int) DAX_LOOKS_AGAIN.toMillis())
        .healthCheckTimeoutMillis((int) properties.callTimeout().toMillis())
        .readRetries(0)
        .writeRetries(0)
        .build();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // one client is closed once
  public void close() {
    if (rows != service) {
      rows.close();
    }
    service.close();
  }
}
