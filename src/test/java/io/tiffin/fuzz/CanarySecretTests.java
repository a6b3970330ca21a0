package io.tiffin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.web.RawHttp;
import io.tiffin.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service with a secret in every place that may hold one never says any: not in answers, not in
 * anything that Actuator can be made to show, not in its log. That a leak would be found is shown
 * by {@link FuzzerControlTests}.
 */
@Timeout(600)
class CanarySecretTests {

  private static final List<String> BODIES =
      List.of(
          "{\"restaurantId\":\"r-17\"}",
          "{\"restaurantId\":7}",
          "{\"restaurantId\":\"r-17\",\"" + Canaries.ADMIN_KEY.substring(0, 6) + "\":1}",
          "{");

  private final HostedService service = HostedService.shared();

  @Test
  void whatActuatorShowsToAdminsHasNoSecret() throws IOException {
    JsonNode links =
        JsonMapper.shared().readTree(get(Port.MANAGEMENT, "/actuator", Canaries.ADMIN_KEY).body());
    assertThat(links.get("_links").propertyNames())
        .contains("env", "configprops", "loggers", "beans", "health", "prometheus", "threaddump");
    for (JsonNode link : links.get("_links")) {
      String path = link.get("href").stringValue().replaceFirst("^http://[^/]*", "");
      if (!path.contains("{")) {
        requireSilent(Port.MANAGEMENT, path);
      }
    }
    requireSilent(Port.MANAGEMENT, "/actuator/env/spring.data.redis.password");
    requireSilent(Port.MANAGEMENT, "/actuator/env/tiffin.security.api-keys%5B0%5D.sha256");
    requireSilent(Port.MANAGEMENT, "/actuator/configprops/tiffin.security");
    assertThat(get(Port.MANAGEMENT, "/actuator/env", Canaries.ADMIN_KEY).text())
        .contains("spring.data.redis.password", "jaas", "127.0.0.1");
  }

  @Test
  void callersWhoAreRefusedAreNotToldWhatTheySent() throws IOException {
    for (String key :
        List.of(Canaries.ADMIN_KEY, Canaries.ESTIMATOR_KEY, Canaries.ADMIN_KEY + "x", "")) {
      for (String path : List.of("/v1/catalogue", "/v1/models/eta", "/nowhere", "/%zz")) {
        assertThat(Canaries.in(get(Port.API, path, key).text())).isEmpty();
      }
      for (String body : BODIES) {
        assertThat(Canaries.in(post("/v1/estimates", key, body).text())).isEmpty();
      }
      post("/v1/models/eta/versions/1/retire%0aby%20nobody", key, "");
    }
    assertThat(Canaries.in(service.log())).isEmpty();
    assertThat(service.log()).contains("tiffin.audit");
  }

  private void requireSilent(Port port, String path) throws IOException {
    Answer answer = get(port, path, Canaries.ADMIN_KEY);
    assertThat(answer.status()).as(path).isIn(200, 302);
    assertThat(Canaries.in(answer.text())).as(path).isEmpty();
  }

  private Answer get(Port port, String path, String key) throws IOException {
    return exchange(port, "GET " + path, key, "");
  }

  private Answer post(String path, String key, String body) throws IOException {
    return exchange(Port.API, "POST " + path, key, body);
  }

  private Answer exchange(Port port, String line, String key, String body) throws IOException {
    byte[] request =
        "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(line, key, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
    try (RawHttp connection = new RawHttp(service.port(port))) {
      return connection.exchange(request);
    }
  }
}
