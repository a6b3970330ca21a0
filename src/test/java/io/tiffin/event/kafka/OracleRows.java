package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import io.tiffin.window.DecodedState;
import io.tiffin.window.WindowSchema;
import io.tiffin.window.WindowState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of event views as a replay in memory has them. A replay prunes a row when it is read, a
 * runtime when it is written; both are compared as of the newest receipt.
 */
final class OracleRows {

  private final Replay replay;
  private final Map<RowKey, Row> rows = new HashMap<>();
  private long nowMicros = Long.MIN_VALUE;

  private OracleRows(Catalogue catalogue) {
    replay = new Replay(catalogue, new Zones(), ignored -> {});
  }

  /** Of these events, by receipt. */
  static OracleRows of(Catalogue catalogue, List<Event> events) {
    OracleRows oracle = new OracleRows(catalogue);
    for (Event event : events) {
      oracle.replay.accept(event);
      oracle.nowMicros = Math.max(oracle.nowMicros, micros(event.envelope().receivedAt()));
    }
    for (RowKey key : oracle.replay.drainChanged()) {
      oracle.replay.row(key).ifPresent(row -> oracle.rows.put(key, row));
    }
    return oracle;
  }

  Map<RowKey, Row> rows() {
    return rows;
  }

  /** What is wrong with rows of event views; others are passed over. */
  List<String> differences(Map<RowKey, Row> published) {
    List<String> differences = new ArrayList<>();
    rows.forEach((key, expected) -> {
      Row row = published.get(key);
      if (row == null) {
        differences.add(key + " is missing");
      } else if (row.eventTimeMicros() != expected.eventTimeMicros()) {
        differences.add(key + " is of " + row.eventTime() + ", expected " + expected.eventTime());
      } else if (!Arrays.equals(pruned(row), expected.body())) {
        differences.add(key + " holds something else: " + changed(row, expected));
      }
    });
    return differences;
  }

  /** The features that differ, expected → found. */
  private String changed(Row row, Row expected) {
    WindowSchema schema = replay.schema(row.key().view());
    double[] wanted = new double[schema.view().features().size()];
    double[] found = new double[wanted.length];
    var _ = schema.read(expected.body(), nowMicros, wanted);
    var _ = schema.read(row.body(), nowMicros, found);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < wanted.length; i++) {
      if (Double.compare(wanted[i], found[i]) != 0) {
        text.append(schema.view().features().get(i).name().feature())
            .append(' ')
            .append(wanted[i])
            .append(" → ")
            .append(found[i])
            .append(", ");
      }
    }
    return text.toString();
  }

  private byte[] pruned(Row row) {
    return switch (replay.schema(row.key().view()).decode(row.body())) {
      case DecodedState.Decoded(WindowState state) -> state.encode(nowMicros);
      case DecodedState.Unreadable(var reason) ->
          throw new AssertionError(row.key() + " is " + reason);
    };
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
