package io.tiffin.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.Stalls;
import io.tiffin.fixture.StoreServer;
import io.tiffin.web.Api;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The whole service over HTTP with everything that can go wrong with its Redis: an order always
 * gets its estimate, in time, and what the answer says of its features is true.
 */
@Timeout(180)
class ServiceFaultTests {

  private static final String ORDER =
      """
      {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
      """;

  private static final String LOOKUP =
      """
      {"view":"restaurant_profile","entities":["r-17"],"features":["cuisine"]}\
      """;

  private static final int REQUESTS = 4;

  /** The service's own deadline. */
  private static final Duration DEADLINE = Duration.ofMillis(200);

  /** For HTTP, and for the scheduler of a busy machine. */
  private static final Duration SLACK = Duration.ofMillis(400);

  /** Two or three on a machine of its own; that others take their share of it is no fault. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final Set<String> FAULTS = Set.of("TIMED_OUT", "ERROR");

  @TempDir private Path directory;
  private final RealTicker ticker = new RealTicker();
  private final Stalls stalls = Stalls.watched();
  private StoreServer redis;
  private FaultProxy proxy;
  private ConfigurableApplicationContext service;
  private Api api;

  @AfterEach
  void stop() {
    stalls.close();
    if (service != null) {
      service.close();
    }
    proxy.close();
    redis.close();
  }

  @Test
  void withAnEmbeddedSourceNothingThatHappensToRedisIsEvenSeen() {
    start("near-cache,redis,rocksdb");

    for (Disturbance disturbance : Disturbance.all()) {
      disturbance.begin().accept(redis, proxy);
      for (int i = 0; i < REQUESTS; i++) {
        estimate(disturbance);
        assertThat(cuisine(disturbance).get("state").stringValue())
            .as("%s", disturbance)
            .isEqualTo("PRESENT");
      }
      disturbance.end().accept(redis, proxy);
    }
  }

  @Test
  void withRedisAsTheOnlyTierOrdersAreAnsweredAndEveryStateIsTrue() {
    start("redis");

    for (Disturbance disturbance : Disturbance.all()) {
      disturbance.begin().accept(redis, proxy);
      for (int i = 0; i < REQUESTS; i++) {
        Api.Answer estimate = estimate(disturbance);
        if (hasFault(estimate.json())) {
          assertThat(estimate.json().get("degraded").booleanValue()).isTrue();
          assertThat(estimate.header("tiffin-degraded")).isEqualTo("true");
        }
        assertTrue(cuisine(disturbance), disturbance);
      }
      disturbance.end().accept(redis, proxy);
      stalls.await(BACK, () -> isBack(disturbance));
    }
  }

  private void assertTrue(JsonNode cuisine, Disturbance disturbance) {
    String state = cuisine.get("state").stringValue();
    if (state.equals("PRESENT")) {
      assertThat(cuisine.get("value").stringValue()).isEqualTo("ramen");
    } else if (!state.equals("NOT_FOUND") || !disturbance.forgets()) {
      assertThat(state).as("%s", disturbance).isIn(FAULTS);
    }
  }

  private static boolean hasFault(JsonNode estimate) {
    return estimate
        .get("features")
        .valueStream()
        .anyMatch(feature -> FAULTS.contains(feature.get("state").stringValue()));
  }

  /** What was forgotten is written again. */
  private boolean isBack(Disturbance disturbance) {
    return (!disturbance.forgets() || putProfile())
        && cuisine(disturbance).get("state").stringValue().equals("PRESENT")
        && !hasFault(estimate(disturbance).json());
  }

  private Api.Answer estimate(Disturbance disturbance) {
    long begun = ticker.nanos();
    Api.Answer answer = api.post("/v1/estimates?explain=true", ORDER);
    assertThat(answer.status()).as("%s", disturbance).isEqualTo(200);
    Duration taken = Duration.ofNanos(ticker.nanos() - begun);
    assertThat(taken.minus(stalls.since(begun)))
        .as("%s", disturbance)
        .isLessThan(DEADLINE.plus(SLACK));
    return answer;
  }

  private JsonNode cuisine(Disturbance disturbance) {
    Api.Answer answer = api.post("/v1/features/lookup", LOOKUP);
    assertThat(answer.status()).as("%s", disturbance).isEqualTo(200);
    return answer.json().get("rows").get(0).get("features").get("cuisine");
  }

  private boolean putProfile() {
    return api.put(
                "/v1/features/restaurant_profile/r-17",
                """
                {"eventTime":"%s","values":{"lat":52.51,"lon":13.37,"city_id":"berlin","cuisine":"ramen"}}\
                """
                    .formatted(service.getBean(Clock.class).instant()))
            .status()
        == 200;
  }

  private void start(String tiers) {
    redis = StoreServer.redis();
    proxy = new FaultProxy("127.0.0.1", redis.port(), 7);
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "server.port=0",
                    "management.server.port=0",
                    "tiffin.data-directory=" + directory,
                    "tiffin.store.tiers=" + tiers),
                redis.foundAt(proxy.port()).stream())
            .map(property -> "--" + property)
            .toArray(String[]::new);
    service = new SpringApplicationBuilder(TiffinApplication.class).run(arguments);
    api = new Api(service.getEnvironment().getProperty("local.server.port", Integer.class));
    await().atMost(Duration.ofSeconds(30)).until(() -> api.get("/readyz").status() == 200);
    await().atMost(Duration.ofSeconds(10)).until(this::putProfile);
    stalls.await(BACK, () -> isBack(Disturbance.all().getFirst()));
  }
}
