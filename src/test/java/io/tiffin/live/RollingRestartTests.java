package io.tiffin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.ServiceProcess;
import io.tiffin.fixture.ServiceProxy;
import io.tiffin.fixture.StoreServer;
import io.tiffin.web.Api;
import io.tiffin.web.RawHttp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes on one Redis behind a proxy, at half of what they were measured to carry, and
 * restarted one after the other as Kubernetes does it by the chart: others learn that a pod leaves
 * while it goes on answering ({@code drain.preStopSeconds}), then it is told to end, and ends what
 * is under way. One of ten requests writes a row.
 */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollingRestartTests {

  /** A restart of both takes a minute, so CI's scale of 5 is one as well. */
  private static final int ROUNDS = Math.max(1, Integer.getInteger("tiffin.test.scale", 1) / 10);

  /** A tenth of the chart's. */
  private static final Duration PRE_STOP = Duration.ofSeconds(1);

  /** Until everybody knows that a pod leaves; the proxy sends to it until then. Chosen. */
  private static final Duration NEWS = Duration.ofMillis(300);

  private static final Duration MEASURED = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int THREADS = 8;

  /**
   * Requests per second. Pods have processors of their own; here they share two with the process
   * that is started beside, whose start takes both. Chosen.
   */
  private static final double MOST = 50;

  @TempDir private static Path directory;
  private static StoreServer redis;
  private static ServiceProxy proxy;
  private static final List<ServiceProcess> PODS = new ArrayList<>();
  private static int started;

  private final Instant now = new RealClock().instant();

  @BeforeAll
  static void startTwo() throws Exception {
    redis = StoreServer.redis();
    proxy = new ServiceProxy();
    PODS.add(launch());
    PODS.add(launch());
    PODS.forEach(RollingRestartTests::admit);
  }

  @AfterAll
  static void stopAll() {
    PODS.forEach(ServiceProcess::kill);
    proxy.close();
    redis.close();
  }

  @Test
  @Order(1)
  void aRollingRestartAtHalfLoadFailsNoRequestAndLosesNoRow() throws Exception {
    double perSecond = half();
    try (OpenLoop client = new OpenLoop(proxy.port(), number -> request("restart", number))) {
      Thread loop = client.start(perSecond);
      for (int round = 0; round < ROUNDS; round++) {
        restart(0);
        restart(1);
      }
      client.stop(loop);

      System.out.printf(
          Locale.ROOT,
          "rolling restart of two, %d time(s), at %.0f requests a second: %s%n",
          ROUNDS,
          perSecond,
          client.told());
      assertThat(client.failures()).isEmpty();
      assertThat(client.answered()).hasSize(client.sent());
      assertThat(lostRows(client.answered())).isEmpty();
    }
  }

  @Test
  @Order(2)
  void controlAPodThatIsKilledFailsRequests() throws Exception {
    double perSecond = half();
    try (OpenLoop client = new OpenLoop(proxy.port(), number -> request("killed", number))) {
      Thread loop = client.start(perSecond);
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      PODS.getFirst().kill();
      PODS.getFirst().awaitEnd();
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      client.stop(loop);

      System.out.printf("without draining: %s%n", client.told());
      assertThat(client.failures()).isNotEmpty();
    }
  }

  /** Half of what the two carry once they are warm, and no more than {@link #MOST}. */
  private double half() throws InterruptedException {
    try (OpenLoop client = new OpenLoop(proxy.port(), number -> request("warm", number))) {
      var _ = client.sustained(THREADS, MEASURED.toNanos());
      return Math.min(MOST, client.sustained(THREADS, MEASURED.toNanos()) / 2);
    }
  }

  private static void restart(int which) throws Exception {
    ServiceProcess old = PODS.get(which);
    LockSupport.parkNanos(NEWS.toNanos());
    proxy.remove(old.port());
    LockSupport.parkNanos(PRE_STOP.minus(NEWS).toNanos());
    old.terminate();
    old.awaitEnd();
    PODS.set(which, launch());
    admit(PODS.get(which));
  }

  private static ServiceProcess launch() throws Exception {
    List<String> properties = new ArrayList<>(redis.foundAt(redis.port()));
    properties.add("tiffin.store.tiers=near-cache,redis");
    properties.add("tiffin.store.replicas=2");
    properties.add("tiffin.events.runtime=none");
    properties.add("tiffin.warm-up.limit=" + (ROUNDS > 1 ? "10s" : "3s"));
    // The machine starts a process beside, and may let Redis wait: that is no dead store.
    properties.add("spring.data.redis.timeout=5s");
    properties.add("spring.lifecycle.timeout-per-shutdown-phase=30s");
    Path own = Files.createDirectory(directory.resolve("pod-" + started++));
    return ServiceProcess.launch(own, properties);
  }

  private static void admit(ServiceProcess pod) {
    pod.awaitListening();
    proxy.add(pod.port());
    await().atMost(PATIENCE).until(() -> proxy.asks(pod.port()));
  }

  private byte[] request(String phase, int number) {
    if (number % 10 > 0) {
      return RawHttp.request(
          "POST",
          "/v1/estimates",
          "application/json",
          ("{\"restaurantId\":\"r-" + number % 50 + "\"}").getBytes(StandardCharsets.US_ASCII));
    }
    byte[] facts =
        "{\"eventTime\":\"%s\",\"values\":{\"lat\":52.5,\"lon\":13.4,\"cuisine\":\"ramen\"}}"
            .formatted(now)
            .getBytes(StandardCharsets.US_ASCII);
    return RawHttp.request(
        "PUT",
        "/v1/features/restaurant_profile/" + phase + "-" + number,
        "application/json",
        facts);
  }

  /** Rows whose writing was acknowledged and that nobody can read. */
  private static List<String> lostRows(Iterable<Integer> acknowledged) {
    Api api = new Api(PODS.getFirst().port());
    List<String> lost = new ArrayList<>();
    for (int number : acknowledged) {
      if (number % 10 == 0) {
        String ask =
            "{\"view\":\"restaurant_profile\",\"entities\":[\"restart-"
                + number
                + "\"],\"features\":[\"cuisine\"]}";
        String row = api.post("/v1/features/lookup", ask).raw().text();
        if (!row.contains("ramen")) {
          lost.add(row);
        }
      }
    }
    return lost;
  }
}
