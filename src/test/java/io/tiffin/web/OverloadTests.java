package io.tiffin.web;

import static io.tiffin.web.ProblemTests.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.store.InMemoryFeatureStore;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What a service does that lets one of each in at once. */
@Served
@TestPropertySource(
    properties = {
      "tiffin.web.max-concurrent-estimates=1",
      "tiffin.web.max-concurrent-batches=1",
      "tiffin.web.max-concurrent-feature-requests=1",
      "tiffin.web.max-concurrent-loads=1",
      "tiffin.web.max-body-time=300ms"
    })
class OverloadTests {

  private static final String LOAD = "/v1/features/restaurant_profile:load";
  private static final String HEADER = "entity,eventTime,cuisine\n";
  private static final String LOOK_UP =
      "{\"view\":\"restaurant_profile\",\"entities\":[\"r-1\"],\"features\":[\"lat\"]}";

  private static final String ORDER = "{\"restaurantId\":\"r-17\"}";

  @LocalServerPort private int port;
  @Autowired private MeterRegistry meters;
  @Autowired private InMemoryFeatureStore store;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port);
  }

  @AfterEach
  void heal() {
    store.healthy();
  }

  @Test
  void aBatchThatTricklesInIsRefusedAndLeavesItsPlace() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(chunked("/v1/estimates/batch", "application/json"));
      await()
          .until(() -> {
            connection.send(chunk(" "));
            return connection.in().available() > 0;
          });

      RawHttp.Answer answer = connection.read();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("urn:tiffin:problem:body-too-slow");
      assertThat(api.post("/v1/estimates/batch", "{\"orders\":[]}").status()).isEqualTo(200);
    }
  }

  @Test
  void aLoadTooManyIsRefusedUntilTheOtherIsDone() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(chunked(LOAD, "text/csv"));
      connection.send(chunk(HEADER));
      await().until(() -> loadsUnderWay() == 1);

      Api.Answer refused = load();
      connection.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      RawHttp.Answer first = connection.read();

      assertProblem(refused, 503, "overloaded");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(first.status()).isEqualTo(200);
      await().until(() -> load().status() == 200);
    }
  }

  @Test
  void aLookUpOrAWriteTooManyIsRefused() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    store.beforeEachCall(() -> {
      begun.countDown();
      awaitUninterruptibly(finish);
    });
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          RawHttp.request(
              "POST",
              "/v1/features/lookup",
              "application/json",
              LOOK_UP.getBytes(StandardCharsets.US_ASCII)));
      begun.await();

      Api.Answer lookUp = api.post("/v1/features/lookup", LOOK_UP);
      Api.Answer put =
          api.put(
              "/v1/features/restaurant_profile/r-1",
              "{\"eventTime\":\"2026-01-15T09:30:00Z\",\"values\":{\"cuisine\":\"thai\"}}");
      finish.countDown();

      assertProblem(lookUp, 503, "overloaded");
      assertProblem(put, 503, "overloaded");
      assertThat(connection.read().status()).isEqualTo(200);
    } finally {
      finish.countDown();
    }
  }

  @Test
  void anEstimateTooManyIsRefusedAndTheNextOneIsAnswered() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    store.beforeEachCall(() -> {
      begun.countDown();
      awaitUninterruptibly(finish);
    });
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          RawHttp.request(
              "POST",
              "/v1/estimates",
              "application/json",
              ORDER.getBytes(StandardCharsets.US_ASCII)));
      begun.await();

      Api.Answer refused = api.post("/v1/estimates", ORDER);
      double counted = refusedEstimates();
      finish.countDown();

      assertProblem(refused, 503, "overloaded");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(counted).isEqualTo(1);
      assertThat(connection.read().status()).isEqualTo(200);
      await().until(() -> api.post("/v1/estimates", ORDER).status() == 200);
    } finally {
      finish.countDown();
    }
  }

  private double loadsUnderWay() {
    return meters.get("tiffin.web.door.inside").tag("door", "loads").gauge().value();
  }

  private double refusedEstimates() {
    return meters.get("tiffin.web.door.refused").tag("door", "estimates").functionCounter().count();
  }

  private Api.Answer load() {
    return api.send("POST", LOAD, "text/csv", HEADER.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] chunked(String path, String contentType) {
    return ("POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + contentType
            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] chunk(String text) {
    return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
