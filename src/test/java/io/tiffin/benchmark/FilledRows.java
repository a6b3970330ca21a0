package io.tiffin.benchmark;

import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rows for benchmarks: whatever key is named gets a row that can be read. */
final class FilledRows {

  private final Catalogue catalogue;
  private final long nowMicros;

  FilledRows(Catalogue catalogue, Instant now) {
    this.catalogue = catalogue;
    nowMicros = TimeUnit.SECONDS.toMicros(now.getEpochSecond());
  }

  /** Writes a row under each key of the catalogue's; the service's own rows are its own. */
  void fill(FeatureStore store, Collection<RowKey> keys) {
    List<Row> rows = new ArrayList<>();
    for (RowKey key : keys) {
      if (catalogue.view(key.view()).isEmpty()) {
        continue;
      }
      rows.add(new Row(key, nowMicros, nowMicros, body(key)));
    }
    await("a store that takes rows")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            store.put(rows, Deadline.in(Duration.ofSeconds(5), System::nanoTime)).stream()
                .noneMatch(WriteOutcome.Failed.class::isInstance));
  }

  private byte[] body(RowKey key) {
    FeatureView view = catalogue.view(key.view()).orElseThrow();
    return view.kind() == ViewKind.EVENT
        ? WindowSchema.of(view).empty().encode(nowMicros)
        : RowCodec.of(view)
            .write(
                view.features().stream()
                    .filter(feature -> feature.origin() instanceof Origin.Load)
                    .map(this::value)
                    .toArray());
  }

  private @Nullable Object value(Feature feature) {
    return switch (feature.name().feature()) {
      case "lat" -> 52.52;
      case "lon" -> 13.405;
      case "time_zone" -> "Europe/Berlin";
      case "city_id" -> "berlin";
      case "since_micros" -> 0L;
      case "watermark_micros" -> nowMicros;
      default -> null;
    };
  }
}
