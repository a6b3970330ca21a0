package io.tiffin.deployment;

import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.OtlpReceiver;
import io.tiffin.fixture.RealClock;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.model.ServedStatus;
import io.tiffin.web.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole service over a real Redis, and for one view a real Memcached, that counts events and
 * traces, so that every meter is there.
 */
final class WatchedService implements AutoCloseable {

  private final ServerProcess redis =
      ServerProcess.start(
          port -> List.of("redis-server", "--port", "" + port, "--save", "", "--appendonly", "no"));
  private final ServerProcess memcached = MemcachedServer.start();
  private final OtlpReceiver collector = OtlpReceiver.start();
  private final ConfigurableApplicationContext context;
  private final Api api;
  private int events;

  WatchedService(Path directory) {
    context =
        new SpringApplicationBuilder(TiffinApplication.class)
            .run(
                Stream.concat(
                        collector.properties().stream(),
                        Stream.of(
                            "management.tracing.sampling.probability=1",
                            "server.port=0",
                            "management.server.port=0",
                            "tiffin.data-directory=" + directory,
                            "tiffin.store.tiers=near-cache,redis",
                            "tiffin.store.views.restaurant_profile.tiers="
                                + "near-cache,memcached,redis",
                            "tiffin.store.memcached.servers=127.0.0.1:" + memcached.port(),
                            "spring.data.redis.host=127.0.0.1",
                            "spring.data.redis.port=" + redis.port(),
                            "tiffin.model.native-directory="
                                + System.getProperty(
                                    "tiffin.model.native-directory", "target/native"),
                            "tiffin.warm-up.limit=0s",
                            "tiffin.estimate.deadline=5s",
                            "spring.main.banner-mode=off"))
                    .map(property -> "--" + property)
                    .toArray(String[]::new));
    context.getBean(ServedStatus.class).awaitLoaded();
    api = new Api(port("local.server.port"));
    await().atMost(Duration.ofMinutes(1)).until(() -> event() == 200 && estimate() == 200);
  }

  int managementPort() {
    return port("local.management.port");
  }

  private int port(String property) {
    return context.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  /** What Prometheus reads. */
  String scrape() {
    return new Api(managementPort()).get("/actuator/prometheus").raw().text();
  }

  /** A bit of everything. */
  void use() {
    var _ = event();
    var _ = estimate();
    var _ = api.get("/readyz");
  }

  private int event() {
    return api.post(
            "/v1/events",
            """
            {"events":[{"eventId":"e-%d","type":"order.placed","eventTime":"%s","cityId":"berlin","orderId":"o-%d",
             "restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095},"itemsTotal":3,"itemsDistinct":2,"subtotalCents":3520}]}\
            """
                .formatted(++events, new RealClock().instant().minusSeconds(60), events))
        .status();
  }

  /** An estimate, and how long its order took. */
  private int estimate() {
    Api.Answer answer =
        api.post(
            "/v1/estimates",
            """
            {"restaurantId":"r-17","dropoff":{"lat":52.5205,"lon":13.4095}}\
            """);
    String id = answer.json().get("estimateId").stringValue();
    return answer.status() == 200
        ? api.post("/v1/outcomes", "{\"estimateId\":\"" + id + "\",\"minutes\":33.5}").status()
        : answer.status();
  }

  @Override
  public void close() {
    context.close();
    collector.close();
    memcached.close();
    redis.close();
  }
}
