package io.tiffin.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.RealClock;
import io.tiffin.model.LiveErrors;
import io.tiffin.web.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A running service learns from delivered events how far its estimates were off. */
@Timeout(300)
class LiveErrorTests {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int TOOK_MINUTES = 35;

  @TempDir private Path directory;
  private final Instant placedAt =
      new RealClock().instant().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);

  @Test
  void anOrderThatEventsDeliveredIsHeldAgainstItsEstimate() {
    try (ConfigurableApplicationContext service = start()) {
      Api api =
          new Api(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
      double said = estimate(api);

      deliver(api);

      LiveErrors errors = service.getBean(LiveErrors.class);
      await().atMost(PATIENCE).until(() -> errors.of("physical", "1").isPresent());
      assertThat(errors.of("physical", "1").orElseThrow().biasMinutes())
          .isCloseTo(TOOK_MINUTES - said, org.assertj.core.api.Assertions.within(0.001));
    }
  }

  private double estimate(Api api) {
    JsonNode estimate =
        api.post(
                "/v1/estimates",
                """
                {"orderId":"o-live","restaurantId":"r-17","placedAt":"%s"}\
                """
                    .formatted(placedAt))
            .json();
    assertThat(estimate.get("model").get("name").stringValue()).isEqualTo("physical");
    return estimate.get("minutes").get("p50").doubleValue();
  }

  private void deliver(Api api) {
    Api.Answer answer =
        api.post(
            "/v1/events",
            """
            {"events":[
              {"eventId":"e-1","type":"order.placed","eventTime":"%s","cityId":"berlin","orderId":"o-live",
               "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520},
              {"eventId":"e-2","type":"order.delivered","eventTime":"%s","cityId":"berlin","orderId":"o-live"}]}\
            """
                .formatted(placedAt, placedAt.plus(TOOK_MINUTES, ChronoUnit.MINUTES)));
    assertThat(answer.status()).as(answer.raw().text()).isEqualTo(200);
  }

  /** Without a model, which is not what this is about: the baseline is held against events too. */
  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(TiffinApplication.class)
        .run(
            "--server.port=0",
            "--management.server.port=0",
            "--tiffin.data-directory=" + directory,
            "--tiffin.model.location=" + directory.resolve("no-model"),
            "--tiffin.warm-up.limit=0s",
            "--tiffin.estimate.deadline=5s",
            "--spring.main.banner-mode=off");
  }
}
