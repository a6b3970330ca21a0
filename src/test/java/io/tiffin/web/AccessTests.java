package io.tiffin.web;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.fixture.AudibleLogs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers with keys: which role may do what, on both ports. */
@Served
@TestPropertySource(
    properties = {
      "management.prometheus.metrics.export.enabled=true",
      "tiffin.security.mode=api-keys",
      "tiffin.security.api-keys[0].name=app",
      "tiffin.security.api-keys[0].sha256=" + AccessTests.ESTIMATOR_HASH,
      "tiffin.security.api-keys[0].roles=estimator",
      "tiffin.security.api-keys[1].name=kitchen",
      "tiffin.security.api-keys[1].sha256=" + AccessTests.WRITER_HASH,
      "tiffin.security.api-keys[1].roles=writer",
      "tiffin.security.api-keys[2].name=dashboard",
      "tiffin.security.api-keys[2].sha256=" + AccessTests.VIEWER_HASH,
      "tiffin.security.api-keys[2].roles=viewer",
      "tiffin.security.api-keys[3].name=operator",
      "tiffin.security.api-keys[3].sha256=" + AccessTests.ADMIN_HASH,
      "tiffin.security.api-keys[3].roles=admin",
      "tiffin.security.api-keys[4].name=eager",
      "tiffin.security.api-keys[4].sha256=" + AccessTests.EAGER_HASH,
      "tiffin.security.api-keys[4].roles=viewer",
      "tiffin.security.api-keys[4].requests-per-second=3"
    })
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class AccessTests {

  static final String ESTIMATOR_HASH =
      "e10080b82bac775f0520a4ac9df051af383a80b4d8d47019ad7d6f4cabd32d3e";
  static final String WRITER_HASH =
      "87c3c392a044abdc9c0c5121191ee4bb9eb303ce40fc97e4d9ef8c8ab9b670f6";
  static final String VIEWER_HASH =
      "01cae4869e00ce2c3ecf91b91b882e1f5758d18062a8be47b750ff0788fb4d06";
  static final String ADMIN_HASH =
      "1bf0a2157c19ecb306fa8d0eea44b09ef6f3b7c28b7a512f7d04c09644a2e563";
  static final String EAGER_HASH =
      "267ed3b87b022e1d3aecb2c745a71def8f775816828f808cd86dc50216155552";

  private static final Map<AccessRole, String> KEYS =
      Map.of(
          AccessRole.ESTIMATOR, "key-of-an-estimator",
          AccessRole.WRITER, "key-of-a-writer",
          AccessRole.VIEWER, "key-of-a-viewer",
          AccessRole.ADMIN, "key-of-an-admin");

  /** What every operation asks for; one that is added must be added here. */
  private static final Map<String, AccessRole> OPERATIONS =
      Map.ofEntries(
          entry("POST /v1/estimates", AccessRole.ESTIMATOR),
          entry("POST /v1/estimates/batch", AccessRole.ESTIMATOR),
          entry("GET /v1/orders/{orderId}/estimate", AccessRole.ESTIMATOR),
          entry("POST /v1/features/lookup", AccessRole.VIEWER),
          entry("PUT /v1/features/{view}/{entity}", AccessRole.WRITER),
          entry("DELETE /v1/features/{view}/{entity}", AccessRole.WRITER),
          entry("POST /v1/features/{view}:load", AccessRole.WRITER),
          entry("GET /v1/catalogue", AccessRole.VIEWER),
          entry("POST /v1/events", AccessRole.WRITER),
          entry("POST /v1/outcomes", AccessRole.WRITER),
          entry("GET /v1/models", AccessRole.VIEWER),
          entry("GET /v1/models/{name}", AccessRole.VIEWER),
          entry("POST /v1/models/{name}/versions/{version}/evaluate", AccessRole.ADMIN),
          entry("POST /v1/models/{name}/versions/{version}/activate", AccessRole.ADMIN),
          entry("POST /v1/models/{name}/versions/{version}/canary", AccessRole.ADMIN),
          entry("POST /v1/models/{name}/versions/{version}/shadow", AccessRole.ADMIN),
          entry("POST /v1/models/{name}/versions/{version}/retire", AccessRole.ADMIN),
          entry("GET /v1/sizing", AccessRole.VIEWER));

  private final HttpClient client = HttpClient.newHttpClient();
  @LocalServerPort private int port;
  @LocalManagementPort private int managementPort;

  @AfterEach
  void disconnect() {
    client.shutdownNow();
    client.close();
  }

  @Test
  void everyOperationOfTheDocumentIsForItsRoleAndAdminsOnly() {
    JsonNode paths =
        JsonMapper.shared().readTree(as(AccessRole.VIEWER).get("/v3/api-docs").body()).get("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (String method : path.getValue().propertyNames()) {
        String verb = method.toUpperCase(Locale.ROOT);
        AccessRole needed = OPERATIONS.get(verb + " " + path.getKey());
        assertThat(needed).as("a role for %s %s", verb, path.getKey()).isNotNull();
        check(port, verb, path.getKey().replaceAll("\\{[^}]*}", "x"), EnumSet.of(needed));
      }
    }
  }

  @Test
  void whatActuatorTellsIsForViewersAndWhatItChangesForAdmins() {
    for (String endpoint :
        Set.of("features", "freshness", "models", "prometheus", "metrics", "info")) {
      check(managementPort, "GET", "/actuator/" + endpoint, EnumSet.of(AccessRole.VIEWER));
    }
    check(managementPort, "POST", "/actuator/features", EnumSet.noneOf(AccessRole.class));
    check(managementPort, "GET", "/actuator", EnumSet.of(AccessRole.VIEWER));
  }

  @Test
  void changingModelsIsForAdmins() {
    check(port, "POST", "/v1/models/eta/versions/2/activate", EnumSet.noneOf(AccessRole.class));
    check(port, "GET", "/v1/models", EnumSet.of(AccessRole.VIEWER));
  }

  @Test
  void probesAreForEverybody() {
    Caller nobody = new Caller(client, port, null);

    assertThat(nobody.get("/livez").statusCode()).isEqualTo(200);
    assertThat(nobody.get("/readyz").statusCode()).isIn(200, 503);
    assertThat(new Caller(client, managementPort, null).get("/actuator/health").statusCode())
        .isIn(200, 503);
  }

  @Test
  void aPathThatDoesNotExistIsNoSecretToThoseWhoAreKnownOnly() {
    assertThat(new Caller(client, port, null).get("/v2/anything").statusCode()).isEqualTo(401);
    assertThat(as(AccessRole.WRITER).get("/v2/anything").statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyMayComeInAHeaderOfItsOwn() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/catalogue"))
            .header("X-API-Key", KEYS.get(AccessRole.VIEWER))
            .build();

    assertThat(as(AccessRole.VIEWER).send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void refusalsAreProblemsThatNameNothingOfTheInside() {
    HttpResponse<String> unknown = new Caller(client, port, "no-such-key").get("/v1/catalogue");
    HttpResponse<String> forbidden = as(AccessRole.WRITER).get("/v1/catalogue");

    assertThat(unknown.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer realm=\"tiffin\"");
    assertThat(unknown.body())
        .contains("urn:tiffin:problem:unauthenticated")
        .doesNotContain("no-such-key");
    assertThat(forbidden.body()).contains("urn:tiffin:problem:forbidden");
    assertThat(forbidden.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void answersCarrySecurityHeaders() {
    HttpResponse<String> answer = as(AccessRole.VIEWER).get("/v1/catalogue");

    assertThat(answer.headers().map())
        .containsKeys(
            "x-content-type-options",
            "x-frame-options",
            "cache-control",
            "referrer-policy",
            "content-security-policy");
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void whoAsksMoreThanItsShareOfASecondIsToldSoAndOthersAreNot() {
    Caller eager = new Caller(client, port, "key-of-an-eager-one");
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> answer = eager.get("/v1/catalogue");
      assertThat(answer.statusCode()).isIn(200, 429);
      if (answer.statusCode() == 429) {
        refused++;
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("urn:tiffin:problem:too-many-requests");
      }
      assertThat(as(AccessRole.VIEWER).get("/v1/catalogue").statusCode()).isEqualTo(200);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void whatAdminsDoAndOthersTryIsWrittenDown(CapturedOutput output) {
    as(AccessRole.ADMIN).send("POST", "/v1/models/eta/versions/2/activate", "{}");
    as(AccessRole.VIEWER).send("POST", "/v1/models/eta/versions/3/activate", "{}");
    as(AccessRole.VIEWER).get("/v1/models");

    assertThat(output.toString().lines().filter(line -> line.contains("tiffin.audit")))
        .anyMatch(line -> line.contains("operator") && line.contains("versions/2/activate"))
        .anyMatch(line ->
            line.contains("dashboard")
                && line.contains("versions/3/activate")
                && line.contains("403"))
        .noneMatch(line -> line.contains("GET"));
  }

  @Test
  void whatAdminsAreRefusedIsWrittenDownToTheEndOfItsPath(CapturedOutput output) {
    String path = "/v1/models/" + "m".repeat(128) + "/versions/3/activate";
    as(AccessRole.ADMIN).send("POST", path, "{}");
    Caller eager = new Caller(client, port, "key-of-an-eager-one");
    for (int i = 0; i < 10; i++) {
      eager.send("POST", "/v1/models/eta/versions/4/activate", "{}");
    }
    new Caller(client, port, "no-such-key").send("POST", "/v1/models/eta/versions/5/retire", "{}");

    await() // what is written down comes after the answer
        .untilAsserted(() ->
            assertThat(output.toString().lines().filter(line -> line.contains("tiffin.audit")))
                .anyMatch(line -> line.contains(path + " by operator"))
                .anyMatch(line -> line.contains("versions/4") && line.endsWith("429"))
                .anyMatch(line -> line.contains("versions/5") && line.contains("by nobody")));
  }

  /** However a path is spelt, a viewer changes nothing. */
  @Test
  void noSpellingOfAPathGetsAroundItsRule() throws IOException {
    String[] spellings = {
      "/v1/models/eta/versions/2/retire/",
      "//v1/models/eta/versions/2/retire",
      "/v1//models/eta/versions/2/retire",
      "/v1/%6dodels/eta/versions/2/retire",
      "/v1/models;a=b/eta/versions/2/retire",
      "/v1/models/eta/versions/2/%72etire",
      "/V1/models/eta/versions/2/retire",
      "/v1/./models/eta/versions/2/retire",
      "/v1/catalogue/../models/eta/versions/2/retire",
      "/v1/catalogue/..;/models/eta/versions/2/retire",
      "/v1/catalogue/%2e%2e/models/eta/versions/2/retire",
      "/v1/models%2feta/versions/2/retire",
      "/v1/models/eta/versions/2/retire.json",
      "/v1/models/eta/versions/2/retire%00",
      "/v1/models/eta/versions/2/retire?_method=GET",
      "http://localhost/v1/models/eta/versions/2/retire"
    };
    for (String spelling : spellings) {
      for (String method : new String[] {"POST", "post", "PATCH", "PUT"}) {
        assertThat(raw(method + " " + spelling, "X-HTTP-Method-Override: POST"))
            .as("%s %s", method, spelling)
            .isBetween(400, 499);
      }
      assertThat(raw("GET " + spelling, "X-HTTP-Method-Override: POST"))
          .as("GET %s", spelling)
          .isBetween(400, 499);
    }
  }

  private int raw(String line, String header) throws IOException {
    String request =
        line
            + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: key-of-a-viewer\r\n"
            + header
            + "\r\n\r\n";
    try (RawHttp connection = new RawHttp(port)) {
      return connection.exchange(request.getBytes(StandardCharsets.ISO_8859_1)).status();
    }
  }

  private void check(int at, String method, String path, Set<AccessRole> allowed) {
    HttpResponse<String> nobody = new Caller(client, at, null).send(method, path, body(method));
    assertThat(nobody.statusCode()).as("%s %s by nobody", method, path).isEqualTo(401);
    for (AccessRole role : AccessRole.values()) {
      int status =
          new Caller(client, at, KEYS.get(role)).send(method, path, body(method)).statusCode();
      if (role == AccessRole.ADMIN || allowed.contains(role)) {
        assertThat(status).as("%s %s by %s", method, path, role).isNotIn(401, 403);
      } else {
        assertThat(status).as("%s %s by %s", method, path, role).isEqualTo(403);
      }
    }
  }

  private static @Nullable String body(String method) {
    return method.equals("GET") || method.equals("DELETE") ? null : "{}";
  }

  private Caller as(AccessRole role) {
    return new Caller(client, port, KEYS.get(role));
  }
}
