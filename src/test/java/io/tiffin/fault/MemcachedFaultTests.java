package io.tiffin.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.feature.RowKey;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.StoreServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemcachedFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.cache(StoreServer.memcached());
  }

  @Test
  void controlWithoutATimeLimitOfItsOwnTheCacheLeavesTheSourceNoTime() {
    try (TieredStore tiers =
        open(
            "tiffin.store.memcached.timeout=10s",
            "tiffin.store.memcached.silence=10s",
            "resilience4j.timelimiter.instances.memcached.timeout-duration=10s")) {
      FeatureStore store = tiers.store();
      var query = List.of(new RowKey("control", "e"));
      await()
          .until(() ->
              store.find(new Query(query, soon(), Consistency.NEAREST)).getFirst()
                  instanceof Outcome.Absent);
      proxy().inject(new Fault.BlackHole());
      try {
        assertThat(store.find(new Query(query, soon(), Consistency.NEAREST)))
            .hasOnlyElementsOfType(Outcome.Failed.class);
      } finally {
        proxy().heal();
      }
    }
  }
}
