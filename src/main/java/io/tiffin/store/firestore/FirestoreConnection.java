package io.tiffin.store.firestore;

import com.google.api.core.ApiFunction;
import com.google.api.gax.grpc.ChannelPoolSettings;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FixedHeaderProvider;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.v1.stub.FirestoreStub;
import com.google.cloud.firestore.v1.stub.FirestoreStubSettings;
import com.google.cloud.firestore.v1.stub.GrpcFirestoreStub;
import com.google.cloud.spring.autoconfigure.firestore.GcpFirestoreAutoConfiguration;
import com.google.cloud.spring.autoconfigure.firestore.GcpFirestoreEmulatorAutoConfiguration;
import com.google.cloud.spring.autoconfigure.firestore.GcpFirestoreProperties;
import io.grpc.ManagedChannelBuilder;
import io.tiffin.batching.Ticker;
import io.tiffin.google.GoogleCloud;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The process's connection to Firestore, made when a tier asks for it first. Spring Cloud GCP says
 * where the database is and who asks; the calls are those of Firestore's generated client, since
 * only there each call has a time of its own. Thread-safe.
 */
final class FirestoreConnection implements AutoCloseable {

  /** Chosen: often enough that no network forgets a connection that nobody uses. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** Chosen: many round trips, and still well below what an operator waits for. */
  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(5);

  /** For calls without a time of their own, of which there are none. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ApplicationContext application;
  private final int channels;
  private final Ticker ticker;
  private @Nullable ConfigurableApplicationContext context;
  private @Nullable Database database;
  private @Nullable FirestoreStub stub;
  private boolean closed;

  /**
   * A database, and the calls that reach it.
   *
   * @param name such as {@code projects/lunch/databases/(default)}
   */
  record Database(String name, FirestoreCalls calls) {}

  /**
   * @param application its environment says where Firestore is
   * @param channels connections to it
   */
  FirestoreConnection(ApplicationContext application, int channels, Ticker ticker) {
    this.application = application;
    this.channels = channels;
    this.ticker = ticker;
  }

  /**
   * The database; not connected before the first call.
   *
   * @throws FirestoreUnusableException if there are no credentials, or a property is wrong
   */
  synchronized Database database() {
    if (closed) {
      throw new IllegalStateException("the connection to Firestore is closed");
    }
    if (database == null) {
      database = opened();
    }
    return database;
  }

  /** Whether a tier has asked for it. */
  synchronized boolean isOpen() {
    return context != null;
  }

  private Database opened() {
    try {
      ConfigurableApplicationContext made =
          GoogleCloud.open(
              application,
              LazyInitializationBeanFactoryPostProcessor.class,
              GcpFirestoreEmulatorAutoConfiguration.class,
              GcpFirestoreAutoConfiguration.class);
      context = made;
      FirestoreOptions options = made.getBean(FirestoreOptions.class);
      String databaseId = made.getBean(GcpFirestoreProperties.class).getResolvedDatabaseId();
      String name = "projects/" + options.getProjectId() + "/databases/" + databaseId;
      FirestoreStub client = client(options, name);
      stub = client;
      return new Database(name, new StubCalls(client));
    } catch (RuntimeException | IOException e) {
      throw new FirestoreUnusableException(e);
    }
  }

  private FirestoreStub client(FirestoreOptions options, String database) throws IOException {
    FirestoreStubSettings.Builder settings = FirestoreStubSettings.newBuilder();
    settings.setTransportChannelProvider(
        attended((InstantiatingGrpcChannelProvider) options.getTransportChannelProvider()));
    settings.setCredentialsProvider(options.getCredentialsProvider());
    settings.setHeaderProvider(
        options.getMergedHeaderProvider(
            FixedHeaderProvider.create("google-cloud-resource-prefix", database)));
    settings.batchGetDocumentsSettings().setSimpleTimeoutNoRetriesDuration(LONGEST);
    settings.batchWriteSettings().setSimpleTimeoutNoRetriesDuration(LONGEST);
    return GrpcFirestoreStub.create(settings.build());
  }

  @SuppressWarnings("rawtypes") // so is the client's
  private InstantiatingGrpcChannelProvider attended(InstantiatingGrpcChannelProvider given) {
    InstantiatingGrpcChannelProvider.Builder builder = given.toBuilder();
    ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> before =
        builder.getChannelConfigurator();
    return builder
        .setChannelPoolSettings(ChannelPoolSettings.staticallySized(channels))
        .setKeepAliveTimeDuration(KEEP_ALIVE)
        .setKeepAliveTimeoutDuration(KEEP_ALIVE_ANSWER)
        .setKeepAliveWithoutCalls(true)
        .setChannelConfigurator(channel ->
            new AttendedChannelBuilder(before == null ? channel : before.apply(channel), ticker))
        .build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (stub != null) {
      stub.shutdownNow();
    }
    if (context != null) {
      context.close();
    }
  }
}
