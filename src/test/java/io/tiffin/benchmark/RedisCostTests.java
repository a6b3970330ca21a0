package io.tiffin.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.TieredStore;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Redis costs, in counts that noise does not move. */
class RedisCostTests {

  private static final int CALLERS = 32;

  private final RedisServer server = RedisServer.start(RedisBinary.BUNDLED);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void estimatesOfManyCallersShareCommands() throws Exception {
    try (RunningService service = RunningService.start("tiffin.store.tiers=redis", port())) {
      var _ = service.estimates(CALLERS, Duration.ofMillis(500));
      long before = RedisCommands.readsOf(server);

      Histogram estimates = service.estimates(CALLERS, Duration.ofSeconds(1));

      assertThat((RedisCommands.readsOf(server) - before) / (double) estimates.getTotalCount())
          .isPositive()
          .isLessThanOrEqualTo(1);
    }
  }

  /** The control: nobody to share with, and the guess of keys makes it one and not two. */
  @Test
  void aLoneCallerNeedsACommandForEachEstimate() throws Exception {
    try (RunningService service = RunningService.start("tiffin.store.tiers=redis", port())) {
      long before = RedisCommands.readsOf(server);

      Histogram estimates = service.estimates(1, Duration.ofSeconds(1));

      assertThat((RedisCommands.readsOf(server) - before) / (double) estimates.getTotalCount())
          .isBetween(0.9, 2.1);
    }
  }

  @Test
  void anEntityTakesLessThanAThirdOfAFieldPerFeature() throws Exception {
    try (TieredStore tiers =
        TieredStore.open(new Catalogue(List.of()), List.of(), "tiffin.store.tiers=redis", port())) {
      var _ = TierBenchmark.put(tiers.store(), 1);

      EntityBytes.Measured bytes = EntityBytes.measure(server, "tiffin:versions/e0");

      assertThat(3 * bytes.packed()).isLessThan(bytes.byName());
      assertThat(2 * bytes.packed()).isLessThan(bytes.byHash());
    }
  }

  private String port() {
    return "spring.data.redis.port=" + server.port();
  }
}
