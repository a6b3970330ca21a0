package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiffin.ServedApplication;
import io.tiffin.estimate.FakeModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What becomes of an estimate that is under way when the service is stopped. */
class GracefulShutdownTests {

  private static final byte[] ORDER =
      RawHttp.request(
          "POST",
          "/v1/estimates",
          "application/json",
          "{\"restaurantId\":\"r-17\"}".getBytes(StandardCharsets.US_ASCII));

  @Test
  void requestUnderWayIsAnsweredAndNewOnesAreNotTaken() throws Exception {
    assertThat(statusOfARequestHeldThroughAStop("--server.shutdown=graceful")).isEqualTo(200);
  }

  @Test
  void controlStoppingAtOnceCutsTheRequestOff() {
    assertThatThrownBy(() -> statusOfARequestHeldThroughAStop("--server.shutdown=immediate"))
        .hasRootCauseInstanceOf(IOException.class);
  }

  private static int statusOfARequestHeldThroughAStop(String mode) throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ConfigurableApplicationContext service = start(mode);
    int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    service
        .getBean(FakeModel.class)
        .beforeEachCall(deadline -> {
          entered.countDown();
          awaitUninterrupted(released);
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        Future<Integer> held = threads.submit(() -> status(port));
        entered.await();
        threads.execute(service::close);
        await().atMost(Duration.ofSeconds(30)).until(() -> isRefused(port));
        if (mode.endsWith("immediate")) {
          await().atMost(Duration.ofSeconds(30)).until(held::isDone);
        }
        released.countDown();
        return held.get();
      } finally {
        released.countDown();
      }
    }
  }

  private static ConfigurableApplicationContext start(String mode) {
    return new SpringApplicationBuilder(ServedApplication.class)
        .run(
            mode,
            "--server.port=0",
            "--management.server.port=0",
            "--tiffin.warm-up.limit=0s",
            "--tiffin.estimate.deadline=30s");
  }

  private static int status(int port) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      return connection.exchange(ORDER).status();
    }
  }

  private static boolean isRefused(int port) {
    try (RawHttp _ = new RawHttp(port)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
