package io.tiffin.store.caffeine;

import static io.tiffin.store.caffeine.NearFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NearCacheAllocationTests {

  private static final int LOOK_UPS = 20_000;
  private static final int LIST_BYTES = 150;
  private static final int ELSEWHERE_BYTES = 200_000; // what the virtual machine allocates once

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final NearFixture fixture = new NearFixture();
  private final FeatureStore near = fixture.soleWriter();

  @Test
  void aLookUpOfHitsAllocatesTheListOfOutcomesAndNothingPerKey() {
    List<RowKey> keys = Stream.of("a", "b", "c", "d", "e", "f").map(NearFixture::key).toList();
    keys.forEach(key -> fixture.atSource(row(key, 1)));
    var query = new Query(keys, fixture.soon(), Consistency.NEAREST);
    long hits = lookUp(query);

    long before = threads.getCurrentThreadAllocatedBytes();
    hits += lookUp(query);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(hits).isEqualTo(2L * LOOK_UPS * 6);
    assertThat(fixture.reads()).isEqualTo(1);
    assertThat(allocated).isLessThanOrEqualTo((long) LOOK_UPS * LIST_BYTES + ELSEWHERE_BYTES);
  }

  private long lookUp(Query query) {
    long outcomes = 0;
    for (int i = 0; i < LOOK_UPS; i++) {
      outcomes += near.find(query).size();
    }
    return outcomes;
  }
}
