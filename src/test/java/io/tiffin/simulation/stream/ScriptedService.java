package io.tiffin.simulation.stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * A server that says what time it is and takes events as a service does, but for the answers that
 * it is told to give instead. Thread-safe.
 */
final class ScriptedService implements AutoCloseable {

  /** An answer out of turn; status 0 closes the connection without one. */
  record Script(int status, String retryAfter, boolean taken) {}

  private final HttpServer server;
  private final InstantSource clock;
  private final EventJson json = new EventJson();
  private final Queue<Script> scripts = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Integer> batches = new ArrayList<>();

  ScriptedService(InstantSource clock) throws IOException {
    this.clock = clock;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/estimates", this::estimate);
    server.createContext("/v1/events", this::take);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  synchronized void answersNextWith(Script... answers) {
    scripts.addAll(List.of(answers));
  }

  /** Every event taken, in the order sent. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** The sizes of the batches that were sent. */
  synchronized List<Integer> batches() {
    return List.copyOf(batches);
  }

  private void estimate(HttpExchange exchange) {
    reply(exchange, 200, "{\"placedAt\":\"%s\"}".formatted(clock.instant()));
  }

  private synchronized void take(HttpExchange exchange) {
    List<Event> batch = read(exchange);
    batches.add(batch.size());
    Script script = scripts.poll();
    if (script == null || script.taken) {
      events.addAll(batch);
    }
    if (script == null) {
      reply(
          exchange,
          200,
          "{\"accepted\":%d,\"duplicates\":1,\"late\":2,\"rejected\":[{\"index\":0,\"reason\":\"is odd\"}]}"
              .formatted(batch.size()));
    } else if (script.status == 0) {
      exchange.close();
    } else {
      if (script.retryAfter != null) {
        exchange.getResponseHeaders().set("Retry-After", script.retryAfter);
      }
      reply(exchange, script.status, "{\"detail\":\"Another process writes the live rows.\"}");
    }
  }

  private List<Event> read(HttpExchange exchange) {
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      return body.lines().map(this::event).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Event event(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return ((ReadEvent.Valid) json.read(bytes, ReceivedAt.STAMP, clock.instant())).event();
  }

  private static void reply(HttpExchange exchange, int status, String text) {
    try {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
