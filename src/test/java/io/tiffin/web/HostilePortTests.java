package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What both ports answer where no controller is asked, and what pages of strangers may. */
@Served
class HostilePortTests {

  private static final String RETIRE = "POST /v1/models/eta/versions/2/retire HTTP/1.1\r\n";

  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\r\n\r\n",
        "GET /{x} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /actuator/../../etc HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /actuator/info%2f HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n"
      })
  void whatNoEndpointSeesIsRefusedInTheSameWordsOnBothPorts(String request) throws IOException {
    for (int each : new int[] {port, managementPort}) {
      RawHttp.Answer answer = exchange(each, request);

      assertThat(answer.status()).isIn(400, 505);
      assertThat(answer.headers())
          .containsEntry("content-type", "application/problem+json")
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("x-frame-options", "DENY")
          .containsEntry("cache-control", "no-store")
          .containsKeys("referrer-policy", "content-security-policy")
          .doesNotContainKey("server");
      assertThat(answer.text()).contains("urn:tiffin:problem:").doesNotContainIgnoringCase("html");
    }
  }

  @Test
  void theManagementPortTakesNoLargeAndNoCompressedBody() {
    Api management = new Api(managementPort);
    byte[] large =
        ("{\"action\":\"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    String path = "/actuator/models/eta/2";

    assertThat(management.send("POST", path, "application/json", large).status()).isEqualTo(413);
    assertThat(
            management
                .send("POST", path, "application/json\r\nContent-Encoding: gzip", new byte[10])
                .status())
        .isEqualTo(415);
    assertThat(management.post(path, "{\"action\":\"retire\"}").status()).isEqualTo(200);
  }

  /** Spring Boot breaks on it; by default anybody may ask. */
  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a/b", "/readiness/a", "/readiness/a/b", "/%2e%2e/%2e%2e"})
  void aPartOfHealthThatIsNotThereIsNotFound(String part) throws IOException {
    String request = "GET /actuator/health" + part + " HTTP/1.1\r\nHost: localhost\r\n\r\n";

    assertThat(exchange(managementPort, request).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x", "text/csv"})
  void formsAreNotUnderstood(String type) {
    byte[] form =
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--"
            .getBytes(StandardCharsets.UTF_8);

    ProblemTests.assertProblem(
        new Api(port).send("POST", "/v1/estimates", type, form), 415, "unsupported-media-type");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: evil.example,",
    "Host: localhost,Origin: https://evil.example",
    "Host: localhost,Origin: null",
    "Host: localhost,Origin: http://localhost.evil.example"
  })
  void withoutKeysNoStrangersPageChangesAnything(String host, String origin) throws IOException {
    RawHttp.Answer answer = exchange(port, RETIRE + host + "\r\n" + line(origin) + "\r\n");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("urn:tiffin:problem:forbidden");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost:8080,",
    "Host: 127.0.0.1,Origin: http://127.0.0.1:8080",
    "Host: [::1]:8080,Origin: http://[::1]:8080"
  })
  void withoutKeysThisMachineMayChangeThings(String host, String origin) throws IOException {
    assertThat(exchange(port, RETIRE + host + "\r\n" + line(origin) + "\r\n").status())
        .isEqualTo(200);
  }

  private static String line(String header) {
    return header == null ? "" : header + "\r\n";
  }

  private static RawHttp.Answer exchange(int at, String request) throws IOException {
    try (RawHttp connection = new RawHttp(at)) {
      return connection.exchange(request.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
