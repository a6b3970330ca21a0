package io.tiffin.event.embedded;

import io.tiffin.event.EventRows;
import io.tiffin.event.ExpectedRows;
import io.tiffin.event.Feed;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that a directory would publish, while no runtime has it open. */
final class KeptRows implements AutoCloseable {

  private final EventFiles files;
  private final EventRows rows = new EventRows(RunningEvents.CATALOGUE);

  private KeptRows(EventFiles files) {
    this.files = files;
  }

  static KeptRows in(Path directory) throws Exception {
    return new KeptRows(
        EventFiles.open(
            RunningEvents.properties(directory),
            RunningEvents.CATALOGUE,
            new Zones(),
            () -> Instant.EPOCH));
  }

  List<String> differences(Map<RowKey, Row> expected) {
    Map<RowKey, Row> feeds = new HashMap<>();
    for (Feed feed : files.live().feeds()) {
      Row row = rows.feed(feed, feed.watermarkMicros(), 1);
      feeds.put(row.key(), row);
    }
    List<String> differences = new ArrayList<>();
    expected.forEach((key, row) -> {
      Row found = feeds.getOrDefault(key, files.live().state().toPublish(key, 1, rows));
      if (found == null || !ExpectedRows.text(found).equals(ExpectedRows.text(row))) {
        differences.add(key + " is " + found + " and should be " + row);
      }
    });
    return differences;
  }

  @Override
  public void close() {
    files.close();
  }
}
