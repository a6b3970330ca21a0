package io.tiffin.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks this service for estimates over HTTP, as a caller would: small and large orders, with and
 * without explanation.
 */
final class LoopbackRequests implements WarmUp.SampleRequests, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoopbackRequests.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int RESTAURANTS = 50;
  private static final int EXPLAINED_EVERY = 8;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final InetAddress address;
  private final int port;
  private final String contextPath;

  /**
   * @param contextPath what the API is under; empty for nothing
   */
  LoopbackRequests(InetAddress address, int port, String contextPath) {
    this.address = address;
    this.port = port;
    this.contextPath = contextPath;
  }

  @Override
  public boolean send(int number) throws InterruptedException {
    String query = number % EXPLAINED_EVERY == 0 ? "explain=true" : null;
    try {
      String path = contextPath + "/v1/estimates";
      URI uri = new URI("http", null, address.getHostAddress(), port, path, query, null);
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(order(number)))
              .build();
      return client.send(request, BodyHandlers.ofByteArray()).statusCode() == 200;
    } catch (IOException | URISyntaxException e) {
      LOG.debug("A request of the warm-up was not answered", e);
      return false;
    }
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
    client.shutdownNow();
    client.close();
  }
}
