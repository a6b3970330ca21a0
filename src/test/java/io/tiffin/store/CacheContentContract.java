package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every remote cache promises of the keys and bodies that it takes. */
abstract class CacheContentContract extends CacheContract {

  CacheContentContract(Opening opening) {
    super(opening);
  }

  @Test
  void oddKeysAreKeptApart() {
    List<Row> rows = oddRows();

    cache.update(rows.stream().<Standing>map(Standing.Present::new).toList(), ample());

    assertRead(rows);
  }

  @Test
  void oddKeysAreFilledIn() {
    List<Row> rows = oddRows();
    List<Lease> leases = cache.lease(rows.stream().map(Row::key).toList(), ample());
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < leases.size(); i++) {
      fills.add(new Fill(leases.get(i), new Standing.Present(rows.get(i))));
    }

    cache.fill(fills, ample());

    assertRead(rows);
  }

  private List<Row> oddRows() {
    List<String> entities = ContentContract.ODD_ENTITIES;
    return IntStream.range(0, entities.size()).mapToObj(i -> row(entities.get(i), i + 1L)).toList();
  }

  private void assertRead(List<Row> rows) {
    List<RowKey> keys = rows.stream().map(Row::key).toList();
    List<CacheRead> reads = cache.find(keys, ample());
    assertThat(reads).hasSameSizeAs(rows);
    for (int i = 0; i < reads.size(); i++) {
      assertIs(reads.get(i), rows.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4_096, 65_536, 262_144})
  void bodiesOfAnyBytesComeBack(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    Row row = row("body-" + length, 1, body);

    update(row);

    assertHolds(row);
  }

  @Test
  void anEmptyBodyIsARowAndNotAnAbsence() {
    Row empty = row("empty", 3, new byte[0]);

    update(empty);

    assertHolds(empty);
  }

  @Test
  void eventTimesBeforeTheEpochComeBack() {
    var old = new Row(key("old"), 1, -1, new byte[] {1});

    update(old);

    assertHolds(old);
  }
}
