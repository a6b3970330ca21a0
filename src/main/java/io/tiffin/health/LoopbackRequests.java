package io.tiffin.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks this service for estimates over HTTP, as a caller would: small and large orders, with and
 * without explanation.
 */
final class LoopbackRequests implements WarmUp.SampleRequests, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackRequests.class);

  private static final int RESTAURANTS = 50;
  private static final int EXPLAINED_EVERY = 8;

  private final Queue<LoopbackConnection> idle = new ConcurrentLinkedQueue<>();
  private final InetSocketAddress service;
  private final String path;
  private final WarmUpKey key;

  /**
   * Requests to one service.
   *
   * @param contextPath what the API is under; empty for nothing
   * @param key lets them in where callers must be known
   */
  LoopbackRequests(InetSocketAddress service, String contextPath, WarmUpKey key) {
    this.service = service;
    this.path = contextPath + "/v1/estimates";
    this.key = key;
  }

  @Override
  public boolean send(int number) throws InterruptedException {
    LoopbackConnection connection = idle.poll();
    try {
      if (connection == null) {
        connection = new LoopbackConnection(service);
      }
      int status = connection.exchange(request(number));
      idle.add(connection);
      return status == 200;
    } catch (IOException e) {
      close(connection);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while an answer was waited for");
      }
      LOG.debug("A request of the warm-up was not answered", e);
      return false;
    }
  }

  private byte[] request(int number) {
    String body = order(number);
    return """
    POST %s HTTP/1.1\r
    Host: localhost\r
    %s: %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(
            number % EXPLAINED_EVERY == 0 ? path + "?explain=true" : path,
            WarmUpKey.HEADER,
            key.value(),
            body.length(),
            body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String order(int number) {
    int restaurant = number % RESTAURANTS;
    return number % 2 == 0
        ? """
        {"restaurantId":"r-%d","dropoff":{"lat":52.5205,"lon":13.4095}}\
        """
            .formatted(restaurant)
        : """
        {"restaurantId":"r-%d","dropoff":{"lat":52.5205,"lon":13.4095},\
        "items":[{"sku":"a","quantity":2,"priceCents":1450}],"features":{"request.items_total":3},\
        "promisedMinutes":40,"deadlineMillis":200}\
        """
            .formatted(restaurant);
  }

  @Override
  public void close() {
    for (LoopbackConnection one = idle.poll(); one != null; one = idle.poll()) {
      close(one);
    }
  }

  private static void close(@Nullable LoopbackConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      LOG.debug("A connection of the warm-up is not closed", e);
    }
  }
}
