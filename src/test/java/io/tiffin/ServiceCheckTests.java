package io.tiffin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceCheckTests {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer service;
  private int ready = 200;
  private int estimate = 401;

  @BeforeEach
  void serve() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(ready, -1);
          exchange.close();
        });
    service.createContext(
        "/v1/estimates",
        exchange -> {
          boolean isPost = exchange.getRequestMethod().equals("POST");
          exchange.sendResponseHeaders(isPost ? estimate : 405, -1);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
    client.close();
  }

  @Test
  void aReadyServiceThatRefusesStrangersPasses() throws Exception {
    assertThat(check(url(), "closed")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("GET /readyz: 200")
        .contains("POST /v1/estimates: 401");
  }

  @Test
  void oneThatAnswersAnybodyPassesOnlyIfItMay() throws Exception {
    estimate = 200;

    assertThat(check(url())).isZero();
    assertThat(check(url(), "closed")).isOne();
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("POST /v1/estimates: 200, wanted [401]");
  }

  @Test
  void oneThatIsNotReadyFails() throws Exception {
    ready = 503;

    assertThat(check(url(), "closed")).isOne();
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("GET /readyz: 503");
  }

  @Test
  void whereNobodyListensItFailsAndSaysSo() throws Exception {
    String nowhere = url();
    service.stop(0);

    assertThat(check(nowhere)).isOne();
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains(nowhere + " does not answer");
  }

  @Test
  void wrongArgumentsAreRefusedWithTheUsage() throws Exception {
    assertThat(check()).isEqualTo(2);
    assertThat(check(url(), "open")).isEqualTo(2);
    assertThat(check("no url")).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8)).contains("usage: check URL");
  }

  private int check(String... arguments) throws InterruptedException {
    return new ServiceCheck(client, new PrintStream(out), new PrintStream(errors))
        .execute(List.of(arguments));
  }

  private String url() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }
}
