package io.tiffin.trace;

import io.tiffin.fixture.OtlpReceiver;
import io.tiffin.fixture.OtlpReceiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service that tells its traces to a receiver, and callers that ask for their own traces. */
final class TracedService implements AutoCloseable {

  /** What a caller says its own span is; the last byte says that it is traced. */
  static final String CALLERS_SPAN = "00f067aa0ba902b7";

  static final String ORDER =
      """
      {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
      """;

  private final ConfigurableApplicationContext context;
  private final OtlpReceiver receiver;
  private final HttpClient client = HttpClient.newHttpClient();
  private int traces;

  private TracedService(ConfigurableApplicationContext context, OtlpReceiver receiver) {
    this.context = context;
    this.receiver = receiver;
  }

  /** Starts one that traces nobody who does not ask for it. */
  static TracedService start(Class<?> application, OtlpReceiver receiver, String... properties) {
    return start(application, 0, receiver, properties);
  }

  /** Starts one that traces this share of those who do not say. */
  static TracedService start(
      Class<?> application, double share, OtlpReceiver receiver, String... properties) {
    String[] arguments =
        Stream.of(
                Stream.of(
                    "server.port=0",
                    "management.server.port=0",
                    "management.tracing.sampling.probability=" + share,
                    "tiffin.warm-up.limit=0s",
                    "tiffin.estimate.deadline=5s",
                    "spring.main.banner-mode=off"),
                receiver.properties().stream(),
                Stream.of(properties))
            .flatMap(each -> each)
            .map(property -> "--" + property)
            .toArray(String[]::new);
    return new TracedService(new SpringApplicationBuilder(application).run(arguments), receiver);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int port(String name) {
    return context.getEnvironment().getRequiredProperty(name, Integer.class);
  }

  /** An answer, and the trace by which it was asked. */
  record Answer(int status, JsonNode body, String traceId) {}

  Answer post(String path, String body) {
    return send("local.server.port", "POST", path, body);
  }

  Answer send(String port, String method, String path, String body) {
    String traceId = String.format(Locale.ROOT, "4bf92f3577b34da6a3ce%012x", ++traces);
    return send(
        port,
        method,
        path,
        body,
        Map.of("traceparent", "00-" + traceId + "-" + CALLERS_SPAN + "-01"),
        traceId);
  }

  Answer postUntraced(String path, String body) {
    return send("local.server.port", "POST", path, body, Map.of(), "");
  }

  private Answer send(
      String port,
      String method,
      String path,
      String body,
      Map<String, String> headers,
      String traceId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(port) + path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      JsonNode json = JsonMapper.shared().readTree(answer.body());
      return new Answer(answer.statusCode(), json, traceId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The spans of an answer's trace, that of the request among them. */
  List<Received> spans(Answer answer) {
    return receiver.trace(answer.traceId(), span -> span.parentId().equals(CALLERS_SPAN));
  }

  @Override
  public void close() {
    client.close();
    context.close();
  }
}
