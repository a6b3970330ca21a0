package io.tiffin.store.bigtable;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.grpc.ChannelPoolSettings;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.bigtable.admin.v2.BigtableTableAdminClient;
import com.google.cloud.bigtable.admin.v2.BigtableTableAdminSettings;
import com.google.cloud.bigtable.admin.v2.stub.BigtableTableAdminStubSettings;
import com.google.cloud.bigtable.data.v2.BigtableDataSettings;
import com.google.cloud.bigtable.data.v2.stub.EnhancedBigtableStubSettings;
import com.google.cloud.bigtable.data.v2.stub.metrics.NoopMetricsProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes Google's clients in our way: a call is attempted once and as long as it says, since what to
 * do next is decided here; nothing is measured for Cloud Monitoring, which costs money and rights.
 *
 * @param project of the instance
 * @param instance of the table
 * @param hostPort in place of Google's endpoints, if given
 * @param emulator whether it is without TLS
 * @param credentials none for an emulator
 * @param store settings
 * @param watch of the channels
 */
record BigtableClients(
    String project,
    String instance,
    @Nullable String hostPort,
    boolean emulator,
    CredentialsProvider credentials,
    BigtableStoreProperties store,
    ChannelWatch watch) {

  /** For calls that nobody gave a time. Chosen; what is asked here gives one. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Chosen: a table is there after a second or two. */
  private static final Duration SET_UP = Duration.ofSeconds(10);

  /**
   * The settings of a client for rows.
   *
   * @param appProfile null for the instance's default
   */
  @SuppressWarnings("deprecation") // both are off for emulators only, says the client
  BigtableDataSettings rows(@Nullable String appProfile) {
    BigtableDataSettings.Builder settings =
        BigtableDataSettings.newBuilder()
            .setProjectId(project)
            .setInstanceId(instance)
            .setCredentialsProvider(credentials)
            .setRefreshingChannel(false) // it would wait a minute for each channel
            .setMetricsProvider(NoopMetricsProvider.INSTANCE)
            .disableInternalMetrics();
    if (appProfile != null) {
      settings.setAppProfileId(appProfile);
    }
    EnhancedBigtableStubSettings.Builder stub = settings.stubSettings();
    stub.setSessionsEnabled(false); // newer than the retries it would bring are understood here
    stub.setEnableRetryInfo(false);
    stub.setTransportChannelProvider(
        channels(EnhancedBigtableStubSettings.defaultGrpcTransportProviderBuilder(), pool()));
    if (hostPort != null) {
      stub.setEndpoint(hostPort);
    }
    stub.readRowsSettings().setRetryableCodes(Set.of()).setRetrySettings(once(LONGEST));
    stub.readRowSettings().setRetryableCodes(Set.of()).setRetrySettings(once(LONGEST));
    stub.bulkReadRowsSettings().setRetryableCodes(Set.of()).setRetrySettings(once(LONGEST));
    stub.checkAndMutateRowSettings().setRetryableCodes(Set.of()).setRetrySettings(once(LONGEST));
    return settings.build();
  }

  /** A client for tables. */
  BigtableTableAdminClient tables() throws IOException {
    BigtableTableAdminSettings.Builder settings =
        BigtableTableAdminSettings.newBuilder()
            .setProjectId(project)
            .setInstanceId(instance)
            .setCredentialsProvider(credentials);
    BigtableTableAdminStubSettings.Builder stub = settings.stubSettings();
    stub.setTransportChannelProvider(
        channels(
            BigtableTableAdminStubSettings.defaultGrpcTransportProviderBuilder(),
            ChannelPoolSettings.staticallySized(1)));
    if (hostPort != null) {
      stub.setEndpoint(hostPort);
    }
    stub.createTableSettings().setRetryableCodes(Set.of()).setRetrySettings(once(SET_UP));
    stub.getTableSettings().setRetryableCodes(Set.of()).setRetrySettings(once(SET_UP));
    stub.modifyColumnFamiliesSettings().setRetryableCodes(Set.of()).setRetrySettings(once(SET_UP));
    return BigtableTableAdminClient.create(settings.build());
  }

  private InstantiatingGrpcChannelProvider channels(
      InstantiatingGrpcChannelProvider.Builder channels, ChannelPoolSettings pool) {
    return channels
        .setChannelPoolSettings(pool)
        .setChannelConfigurator(watch.watching(emulator))
        .setChannelPrimer(watch::connect)
        .setKeepAliveTimeDuration(Duration.ofSeconds(30)) // as Google's client has it
        .setKeepAliveTimeoutDuration(Duration.ofSeconds(10))
        .setKeepAliveWithoutCalls(true)
        .build();
  }

  private ChannelPoolSettings pool() {
    return ChannelPoolSettings.staticallySized(store.channels()).toBuilder()
        .setPreemptiveRefreshEnabled(!emulator)
        .build();
  }

  private static RetrySettings once(Duration timeout) {
    return RetrySettings.newBuilder()
        .setMaxAttempts(1)
        .setInitialRpcTimeoutDuration(timeout)
        .setMaxRpcTimeoutDuration(timeout)
        .setTotalTimeoutDuration(timeout)
        .build();
  }

  /** Whether reads that may be eventual go another way than the others. */
  boolean hasTwoWays() {
    return !Objects.equals(store.appProfileId(), store.sourceAppProfileId());
  }
}
