package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Bodies by the thousand, grown from good ones by seeded damage: whatever comes, the answer is an
 * estimate or a problem.
 */
@Served
class HostileBodyTests {

  private static final int BODIES = 2000 * Integer.getInteger("tiffin.test.scale", 1);

  private static final String[] SEEDS = {
    """
    {"orderId":"o-9","restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"items":[{"sku":"a","quantity":2,"priceCents":950}],\
    "features":{"restaurant_live.orders_outstanding":9,"restaurant_profile.cuisine":"ramen"},"promisedMinutes":40,"deadlineMillis":4000}\
    """,
    "{\"orders\":[{\"restaurantId\":\"r-1\"},{\"restaurantId\":\"r-2\",\"itemCount\":3}]}",
    "{\"view\":\"restaurant_live\",\"entities\":[\"r-17\"],\"features\":[\"orders_outstanding\"],\"maxAgeMillis\":1000}",
    "{\"eventTime\":\"2026-01-15T09:30:00Z\",\"values\":{\"lat\":52.5,\"lon\":13.4,\"cuisine\":\"ramen\"}}",
    """
    {"events":[{"eventId":"e-1","type":"order.placed","eventTime":"2026-11-22T18:05:00Z","cityId":"berlin","orderId":"o-1",\
    "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520}]}\
    """
  };
  private static final String[] PATHS = {
    "/v1/estimates?explain=true",
    "/v1/estimates/batch",
    "/v1/features/lookup",
    "/v1/features/restaurant_profile/r-1",
    "/v1/events"
  };
  private static final String[] SHRAPNEL = {
    "null",
    "NaN",
    "-0",
    "1e400",
    "-1e-400",
    "\"\"",
    "[]",
    "{}",
    "true",
    "\"\\ud800\"",
    "\u0000",
    "9".repeat(70),
    "\"" + "y".repeat(300) + "\"",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ",",
    ":",
    "\\",
    "\"",
    "é",
    "\uD83C\uDF5C",
    "18446744073709551616",
    "-9223372036854775809",
    "\"1970-01-01T00:00:00Z\"",
    "\"+1000000000-12-31T23:59:59Z\"",
    "\"-1000000000-01-01T00:00:00Z\"",
    "\"restaurantId\":1,"
  };

  @LocalServerPort private int port;

  @Test
  void everyBodyIsAnsweredAndNothingOfTheInsideShows() throws IOException {
    SplittableRandom random = new SplittableRandom(23);
    for (int run = 0; run < BODIES; run++) {
      try (RawHttp connection = new RawHttp(port)) {
        int kind = random.nextInt(PATHS.length);
        byte[] body =
            damaged(SEEDS[random.nextInt(10) == 0 ? random.nextInt(SEEDS.length) : kind], random);
        String method = kind == 3 ? "PUT" : "POST";

        RawHttp.Answer answer =
            connection.exchange(RawHttp.request(method, PATHS[kind], "application/json", body));

        String shown = new String(body, StandardCharsets.UTF_8) + " → " + answer.text();
        assertThat(answer.status()).as(shown).isLessThan(500);
        if (answer.status() >= 400) {
          assertThat(answer.headers().get("content-type"))
              .as(shown)
              .isEqualTo("application/problem+json");
          assertThat(answer.text())
              .doesNotContain("Exception", "java.", "tools.jackson", "io.tiffin", "\tat ");
        }
      }
    }
  }

  private static byte[] damaged(String seed, SplittableRandom random) {
    StringBuilder text = new StringBuilder(seed);
    for (int wound = random.nextInt(4); wound > 0; wound--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, SHRAPNEL[random.nextInt(SHRAPNEL.length)]);
        case 1 -> text.replace(at, end, SHRAPNEL[random.nextInt(SHRAPNEL.length)]);
        case 2 -> replaceValue(text, SHRAPNEL[random.nextInt(SHRAPNEL.length)], random);
        default -> text.delete(at, Math.max(end, at + 1));
      }
      if (text.isEmpty()) {
        text.append(' ');
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Puts something else in the place of a whole value: well-formed, mostly, and wrong. */
  private static void replaceValue(StringBuilder text, String value, SplittableRandom random) {
    int colon = text.indexOf(":", random.nextInt(text.length()));
    if (colon < 0) {
      return;
    }
    int end = colon + 1;
    while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    text.replace(colon + 1, end, value);
  }
}
