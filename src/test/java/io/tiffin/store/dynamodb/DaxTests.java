package io.tiffin.store.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.LoopbackPorts;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.dax.ClusterDaxClient;
import software.amazon.dax.Configuration;

/**
 * What can be seen of DAX without a cluster: there is no emulator of it. That its client is given
 * our settings, greets a cluster, and costs nobody more than his deadline when there is none.
 */
class DaxTests {

  private static final RowKey KEY = new RowKey("view", "e");
  private static final Duration BUDGET = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SLACK = Duration.ofMillis(400);

  @Test
  void itsClientIsGivenOurSettings() {
    Configuration settings =
        Clients.daxSettings(
            DynamoDbRoom.properties(
                "https://dynamodb.internal",
                "daxs://lunch.abc.dax-clusters.eu-central-1.amazonaws.com",
                false,
                Duration.ofMillis(70),
                Duration.ofMillis(700)),
            Region.EU_CENTRAL_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));

    assertThat(settings.url())
        .isEqualTo("daxs://lunch.abc.dax-clusters.eu-central-1.amazonaws.com");
    assertThat(settings.region()).isEqualTo(Region.EU_CENTRAL_1);
    assertThat(settings.credentialsProvider().resolveCredentials().accessKeyId()).isEqualTo("key");
    assertThat(settings.connectTimeoutMillis()).isEqualTo(70);
    assertThat(settings.requestTimeoutMillis()).isEqualTo(700);
    assertThat(settings.endpointRefreshTimeoutMillis()).isEqualTo(700);
    assertThat(settings.maxConcurrency()).isEqualTo(64);
    assertThat(settings.readRetries()).isZero();
    assertThat(settings.writeRetries()).isZero();
  }

  @Test
  void rowsGoThroughTheClusterAndTheTableIsAskedForAtTheService() throws Exception {
    try (var dax = new ScriptedDax(false);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Clients clients =
            Clients.open(
                properties("http://127.0.0.1:1", dax.address()),
                Region.US_EAST_1,
                threads,
                new RealTicker())) {
      assertThat(clients.rows()).isInstanceOf(ClusterDaxClient.class);
      assertThat(clients.service()).isNotInstanceOf(ClusterDaxClient.class);
    }
  }

  @Test
  void theClusterIsGreeted() throws Exception {
    try (var dax = new ScriptedDax(false);
        FeatureStore store = DynamoDbRoom.store(properties("http://127.0.0.1:1", dax.address()))) {
      find(store, DynamoDbRoom.in(BUDGET));

      await("greeting").until(() -> dax.received().contains("J7yne5G")); // DAX's magic word
      await("client").until(() -> dax.received().contains("DaxJavaV2Client-2.0.10"));
      await("signature").until(() -> dax.received().contains("us-east-1/dax/aws4_request"));
    }
  }

  @Test
  void aSilentClusterCostsNobodyMoreThanHisDeadline() throws Exception {
    try (var dax = new ScriptedDax(false);
        FeatureStore store = DynamoDbRoom.store(properties("http://127.0.0.1:1", dax.address()))) {
      find(store, DynamoDbRoom.in(BUDGET)); // loads the classes of the client
      for (int i = 0; i < 8; i++) {
        Deadline deadline = DynamoDbRoom.in(BUDGET);
        Outcome outcome = find(store, deadline);
        long left = deadline.remainingNanos();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(left).isGreaterThan(-SLACK.toNanos());
      }
      Deadline deadline = DynamoDbRoom.in(BUDGET);
      WriteOutcome outcome = store.delete(KEY, 1, deadline);
      long left = deadline.remainingNanos();
      assertThat(outcome).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(left).isGreaterThan(-SLACK.toNanos());
    }
  }

  @Test
  void aClusterThatHangsUpIsAnError() throws Exception {
    try (var dax = new ScriptedDax(true);
        FeatureStore store = DynamoDbRoom.store(properties("http://127.0.0.1:1", dax.address()))) {
      assertFailsWithACause(store);
      assertThat(dax.connections()).isPositive();
    }
  }

  @Test
  void aClusterThatIsNotThereIsAnError() {
    try (FeatureStore store =
        DynamoDbRoom.store(properties("http://127.0.0.1:1", "dax://127.0.0.1:1"))) {
      assertFailsWithACause(store);
      Check check = store.check(DynamoDbRoom.ample());
      assertThat(check.usable()).isFalse();
      assertThat(check.detail()).startsWith("DynamoDB cannot be reached");
    }
  }

  /** Its client goes on asking for nodes every second. */
  @Test
  void aClusterThatComesLaterIsFound() throws Exception {
    int port = LoopbackPorts.free();
    try (FeatureStore store =
        DynamoDbRoom.store(properties("http://127.0.0.1:1", "dax://127.0.0.1:" + port))) {
      assertFailsWithACause(store);

      try (var dax = new ScriptedDax(port, false)) {
        await("found").atMost(Duration.ofSeconds(3)).until(() -> dax.connections() > 0);
      }
    }
  }

  @Test
  void aNameThatNobodyKnowsIsAnError() {
    try (FeatureStore store =
        DynamoDbRoom.store(properties("http://127.0.0.1:1", "dax://nobody.invalid:8111"))) {
      assertFailsWithACause(store);
    }
  }

  @Test
  void closingEndsItsConnectionsAndItsWatch() throws Exception {
    try (var dax = new ScriptedDax(false)) {
      FeatureStore store = DynamoDbRoom.store(properties("http://127.0.0.1:1", dax.address()));
      find(store, DynamoDbRoom.in(BUDGET));
      await("connected").until(() -> dax.connections() > 0);

      store.close();

      await("closed").until(() -> dax.open() == 0);
      await("watch").atMost(PATIENCE).until(() -> threads("daxcluster").isEmpty());
      assertThat(threads("dax")).as("what its client leaves to others").allMatch(Thread::isDaemon);
    }
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().toLowerCase(Locale.ROOT).startsWith(prefix))
        .toList();
  }

  private static void assertFailsWithACause(FeatureStore store) {
    assertThat(find(store, DynamoDbRoom.ample()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(Reason.ERROR);
              assertThat(failed.cause()).isNotNull();
            });
  }

  private static Outcome find(FeatureStore store, Deadline deadline) {
    return DynamoDbRoom.find(store, KEY, deadline);
  }

  private static DynamoDbStoreProperties properties(String endpoint, String dax) {
    return DynamoDbRoom.properties(
        endpoint, dax, false, Duration.ofMillis(100), Duration.ofSeconds(1));
  }
}
