package io.tiffin.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiffin.ServedApplication;
import io.tiffin.estimate.FakeModel;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.web.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A whole service, started and stopped by each test. */
class ReadinessTests {

  private static final byte[] READY =
      "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LIVE =
      "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ORDER =
      RawHttp.request(
          "POST",
          "/v1/estimates",
          "application/json",
          "{\"restaurantId\":\"r-17\"}".getBytes(StandardCharsets.US_ASCII));

  private final FakeModel model = new FakeModel();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private ConfigurableApplicationContext service;

  @AfterEach
  void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Test
  void theServiceAnswersBeforeItIsWarmButIsReadyOnlyOnceWarm() throws Exception {
    Semaphore answers = new Semaphore(0);
    model.beforeEachCall(deadline -> answers.acquireUninterruptibly());

    start("tiffin.warm-up.limit=1m");

    assertThat(exchange(READY).status()).isEqualTo(503);
    assertThat(exchange(READY).text()).contains("OUT_OF_SERVICE", "warmUp");
    assertThat(exchange(LIVE).status()).isEqualTo(200);
    answers.release(1_000_000);
    await().atMost(Duration.ofMinutes(1)).until(() -> exchange(READY).status() == 200);
    assertThat(model.calls().size()).isGreaterThan(100);
  }

  @Test
  void whereCallersMustBeKnownTheWarmUpIsLetInAndNothingElseIs() throws Exception {
    Semaphore answers = new Semaphore(0);
    model.beforeEachCall(deadline -> answers.acquireUninterruptibly());
    start(
        "tiffin.warm-up.limit=1m",
        "tiffin.security.mode=api-keys",
        "tiffin.security.api-keys[0].name=app",
        "tiffin.security.api-keys[0].sha256=" + "ab".repeat(32),
        "tiffin.security.api-keys[0].roles=estimator",
        "tiffin.security.requests-per-second=1");
    String key = service.getBean(WarmUpKey.class).value();

    assertThat(exchange(get("/v1/catalogue", key)).status()).isEqualTo(403);
    assertThat(exchange(get("/v1/catalogue", "another")).status()).isEqualTo(401);
    answers.release(1_000_000);
    await().atMost(Duration.ofMinutes(1)).until(() -> exchange(READY).status() == 200);

    assertThat(model.calls().size()).isGreaterThan(100);
    assertThat(exchange(get("/v1/catalogue", key)).status()).isEqualTo(401);
  }

  private static byte[] get(String path, String key) {
    return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\n\r\n"
        .formatted(path, WarmUpKey.HEADER, key)
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void withoutWarmingTheServiceIsReadyAtOnceAndItsModelHasSeenNothing() throws Exception {
    start("tiffin.warm-up.limit=0s");

    assertThat(exchange(READY).status()).isEqualTo(200);
    assertThat(model.calls()).isEmpty();
  }

  @Test
  void aDeadStoreIsToldAndTheServiceStaysReady() throws Exception {
    store.close();
    start("tiffin.warm-up.limit=0s");

    RawHttp.Answer ready = exchange(READY);

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.text()).contains("\"IN_MEMORY\":", "\"usable\":false", "DEGRADED");
    assertThat(ready.text()).contains("\"served\":\"eta\"");
    assertThat(exchange(ORDER).status()).isEqualTo(200);
  }

  @Test
  void aRequestUnderWayIsAnsweredWhileTheServiceStops() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    start("tiffin.warm-up.limit=0s");
    model.beforeEachCall(deadline -> {
      begun.countDown();
      awaitUninterruptibly(finish);
    });
    try (RawHttp connection = connect()) {
      connection.send(ORDER);
      begun.await();

      Thread stopping = Thread.ofVirtual().start(service::close);
      await().until(() -> refusesConnections());
      finish.countDown();

      assertThat(connection.read().status()).isEqualTo(200);
      stopping.join();
    }
  }

  @Test
  void withoutGraceARequestUnderWayIsCutOff() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    start("tiffin.warm-up.limit=0s", "server.shutdown=immediate");
    model.beforeEachCall(deadline -> {
      begun.countDown();
      awaitUninterruptibly(finish);
    });
    try (RawHttp connection = connect()) {
      connection.send(ORDER);
      begun.await();

      service.close();

      assertThat(catchThrowable(connection::read)).isInstanceOf(IOException.class);
    } finally {
      finish.countDown();
    }
  }

  private void start(String... properties) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "server.port=0", "management.server.port=0", "tiffin.estimate.deadline=30s"),
                Stream.of(properties))
            .map(property -> "--" + property)
            .toArray(String[]::new);
    service =
        new SpringApplicationBuilder(ServedApplication.class)
            .initializers((GenericApplicationContext context) -> {
              context.registerBean("model", FakeModel.class, () -> model);
              context.registerBean("store", InMemoryFeatureStore.class, () -> store);
            })
            .run(arguments);
  }

  private RawHttp connect() throws IOException {
    return new RawHttp(service.getEnvironment().getProperty("local.server.port", Integer.class));
  }

  private RawHttp.Answer exchange(byte[] request) throws IOException {
    try (RawHttp connection = connect()) {
      return connection.exchange(request);
    }
  }

  private boolean refusesConnections() {
    try {
      connect().close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
