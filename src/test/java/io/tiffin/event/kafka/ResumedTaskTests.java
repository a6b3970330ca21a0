package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.geo.Zones;
import io.tiffin.window.Contribution;
import io.tiffin.window.WindowSchema;
import io.tiffin.window.WindowState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/**
 * A task that loses its partition for a moment is suspended, and begins again on state that
 * somebody else may have changed.
 */
class ResumedTaskTests {

  private static final RowKey KEY = new RowKey("restaurant_history", "r-1");
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
  private static final long MICROS = START.toEpochMilli() * 1_000;

  private final Catalogue catalogue = ProductCatalogue.read();
  private final WindowSchema schema = WindowSchema.of(catalogue.view(KEY.view()).orElseThrow());
  private final MockProcessorContext<byte[], byte[]> context =
      new MockProcessorContext<>(new Properties());
  private final RowProcessor processor =
      new RowProcessor(
          new Wiring(
              catalogue,
              new Zones(),
              () -> START,
              new RuntimeMeters(new SimpleMeterRegistry()),
              () -> 1));

  @Test
  void whatATaskHeldBeforeIsNotWrittenOverWhatItFindsNow() {
    for (String store :
        List.of(EventTopology.ROWS, EventTopology.PENDING, EventTopology.MILESTONES)) {
      add(store);
    }
    context.setCurrentSystemTimeMs(1_000_000);
    processor.init(context);
    processor.process(orderPlaced());
    assertThat(orders(rows().get(RowKeys.write(KEY)))).isEqualTo(1);

    processor.init(context);
    rows().put(RowKeys.write(KEY), stateOfThree()); // by whoever had the partition meanwhile
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(1_000_000);

    assertThat(orders(rows().get(RowKeys.write(KEY)))).isEqualTo(3);
    assertThat(context.scheduledPunctuators().getFirst().cancelled()).isTrue();
  }

  private byte[] stateOfThree() {
    WindowState state = schema.empty();
    for (int i = 0; i < 3; i++) {
      var _ = state.apply(placed(), MICROS);
    }
    byte[] body = state.encode(MICROS);
    return ByteBuffer.allocate(2 * Long.BYTES + body.length)
        .putLong(1)
        .putLong(MICROS)
        .put(body)
        .array();
  }

  private double orders(byte[] state) {
    byte[] body = new byte[state.length - 2 * Long.BYTES];
    System.arraycopy(state, 2 * Long.BYTES, body, 0, body.length);
    double[] values = new double[schema.view().features().size()];
    var _ = schema.read(body, MICROS, values);
    return values[
        schema.view().features().indexOf(schema.view().feature("orders_placed_28d").orElseThrow())];
  }

  private Record<byte[], byte[]> orderPlaced() {
    return new Record<>(
        RowKeys.write(KEY), HopCodec.write(new Hop.Contributions(MICROS, List.of(placed()))), 0);
  }

  private Contribution placed() {
    int count =
        schema.accumulators().stream()
            .filter(one -> one.observation().equals(new Observation.Occurrence("order.placed")))
            .findFirst()
            .orElseThrow()
            .id();
    return new Contribution(KEY, count, MICROS, 1, 1);
  }

  private KeyValueStore<byte[], byte[]> rows() {
    return context.getStateStore(EventTopology.ROWS);
  }

  private void add(String name) {
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }
}
