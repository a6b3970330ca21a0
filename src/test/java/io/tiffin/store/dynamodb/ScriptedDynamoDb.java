package io.tiffin.store.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server that speaks the protocol of DynamoDB and answers each request as it is told to, such as
 * with an error that DynamoDB Local never gives; it has no data. Thread-safe.
 */
final class ScriptedDynamoDb implements AutoCloseable {

  static {
    // without it every answer waits 40 ms for an acknowledgement of its header
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<Asked, Reply> script;
  private final List<Asked> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /**
   * A request.
   *
   * @param operation such as {@code GetItem}
   * @param body as JSON
   */
  record Asked(String operation, String body) {

    /** How many keys or attributes of text there are in it. */
    int texts() {
      return body.split("\"S\":", -1).length - 1;
    }

    boolean isConsistent() {
      return body.contains("\"ConsistentRead\":true");
    }
  }

  /** An answer, as JSON. */
  record Reply(int status, String json) {

    static Reply ok(String json) {
      return new Reply(200, json);
    }

    /** An error that is the client's fault, as being busy is, too. */
    static Reply refusal(String type) {
      return new Reply(
          400,
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
              + type
              + "\",\"message\":\"scripted "
              + type
              + "\"}");
    }

    static Reply throttled() {
      return refusal("ProvisionedThroughputExceededException");
    }

    /** Every key was left out. */
    static Reply unprocessed(Asked batch) {
      String items = batch.body().substring(batch.body().indexOf("{\"tiffin\""));
      return ok("{\"Responses\":{},\"UnprocessedKeys\":" + items);
    }

    /** No key has an item. */
    static Reply nothing(Asked asked) {
      return ok(
          asked.operation().equals("BatchGetItem")
              ? "{\"Responses\":{},\"UnprocessedKeys\":{}}"
              : "{}");
    }
  }

  ScriptedDynamoDb(Function<Asked, Reply> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The requests received so far. */
  List<Asked> received() {
    return received;
  }

  /** Requests that were under way at once, at most. */
  int mostUnderWay() {
    return mostUnderWay.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Asked asked =
          new Asked(
              target.substring(target.indexOf('.') + 1),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      received.add(asked);
      Reply reply = script.apply(asked);
      byte[] json = reply.json().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      underWay.decrementAndGet();
      exchange.sendResponseHeaders(reply.status(), json.length);
      exchange.getResponseBody().write(json);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
