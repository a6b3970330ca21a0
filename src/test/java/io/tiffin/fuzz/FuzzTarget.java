package io.tiffin.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running service to be fuzzed.
 *
 * @param key of a caller who may do everything
 * @param secrets that no answer may say
 */
record FuzzTarget(Map<Port, Integer> ports, String key, Set<String> secrets) {

  /** So long that only a machine that does nothing else would mind. Chosen. */
  private static final Duration SLOWEST = Duration.ofSeconds(20);

  /** All that the management port shows by default; the rest is large and nobody's to fuzz. */
  private static final Set<String> LINKS =
      Set.of("self", "health", "info", "metrics", "prometheus", "features", "freshness", "models");

  Fuzzer fuzzer(long seed, Instant now) {
    ApiDocument document = document();
    return new Fuzzer(
        ports,
        new RequestGenerator(document, key, seed, now),
        new AnswerChecks(document.schemas(), secrets, SLOWEST),
        good(document));
  }

  private ApiDocument document() {
    JsonNode links = get(Port.MANAGEMENT, "/actuator").get("_links");
    return new ApiDocument(
        get(Port.API, "/v3/api-docs"),
        links.properties().stream()
            .filter(link -> LINKS.contains(link.getKey().replaceAll("-.*", "")))
            .map(link -> link.getValue().get("href").stringValue())
            .toList());
  }

  private FuzzRequest good(ApiDocument document) {
    ApiOperation estimate =
        document.operations().stream()
            .filter(operation -> operation.toString().equals("POST /v1/estimates"))
            .findFirst()
            .orElseThrow();
    return new FuzzRequest(
        estimate,
        "POST",
        "/v1/estimates?explain=true",
        List.of("Host: localhost", "X-API-Key: " + key, "Content-Type: application/json"),
        "{\"restaurantId\":\"r-17\"}".getBytes(StandardCharsets.US_ASCII),
        Framing.LENGTH,
        Expected.DECLARED,
        "",
        "good");
  }

  /** The document takes long, the first time. */
  private JsonNode get(Port port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(port) + path))
            .header("X-API-Key", key)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
