package io.tiffin.simulation.stream;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP face of a running service, as far as a city needs it. */
final class Service implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JsonMapper mapper = JsonMapper.shared();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  private final URI url;

  Service(URI url) {
    this.url = url;
  }

  /** What the service says of events that were sent. */
  sealed interface Answer {

    /** They are durable. */
    record Taken(long accepted, long duplicates, long late, long rejected, @Nullable String why)
        implements Answer {}

    /**
     * They are not, or nobody knows: to be sent again.
     *
     * @param after how long the service wants to be left alone; null if it did not say
     */
    record Again(String why, @Nullable Duration after) implements Answer {}

    /** They never will be. */
    record Refused(String why) implements Answer {}
  }

  /**
   * What the service takes for the time of day: when an order that does not say was placed.
   *
   * @throws IOException if no service answers
   */
  Instant now() throws IOException, InterruptedException {
    String path = "/v1/estimates";
    HttpResponse<String> response =
        client.send(
            post(path, "application/json")
                .POST(BodyPublishers.ofString("{\"restaurantId\":\"r-1\"}"))
                .build(),
            BodyHandlers.ofString());
    try {
      return Instant.parse(mapper.readTree(response.body()).path("placedAt").asString());
    } catch (JacksonException | DateTimeParseException unexpected) {
      throw new IOException(
          "%s answers %d to an order".formatted(url.resolve(path), response.statusCode()),
          unexpected);
    }
  }

  /** Sends events, one JSON object a line. */
  Answer send(byte[] lines) throws InterruptedException {
    try {
      return answer(
          client.send(
              post("/v1/events", "application/x-ndjson")
                  .POST(BodyPublishers.ofByteArray(lines))
                  .build(),
              BodyHandlers.ofString()));
    } catch (IOException failed) {
      return new Answer.Again(failed.toString(), null);
    }
  }

  private HttpRequest.Builder post(String path, String contentType) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Content-Type", contentType);
  }

  private Answer answer(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return taken(response.body());
    }
    String why = status + " " + detail(response.body());
    boolean passes = status == 408 || status == 429 || status >= 500;
    return passes ? new Answer.Again(why, retryAfter(response)) : new Answer.Refused(why);
  }

  private Answer taken(String body) {
    try {
      JsonNode answer = mapper.readTree(body);
      JsonNode rejected = answer.path("rejected");
      return new Answer.Taken(
          answer.path("accepted").asLong(0),
          answer.path("duplicates").asLong(0),
          answer.path("late").asLong(0),
          rejected.size(),
          rejected.isEmpty() ? null : rejected.get(0).path("reason").asString(""));
    } catch (JacksonException unexpected) {
      return new Answer.Refused("an answer that is no JSON: " + unexpected.getOriginalMessage());
    }
  }

  private String detail(String body) {
    try {
      return mapper.readTree(body).path("detail").asString("");
    } catch (JacksonException noProblem) {
      return "";
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
