package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every remote cache promises of {@link RowCache#find}. */
abstract class CacheFindContract extends CacheContract {

  CacheFindContract(Opening opening) {
    super(opening);
  }

  @Test
  void whatItWasNeverToldIsMissed() {
    assertMissed("nobody");
  }

  @Test
  void aRowComesBackAsItWasTold() {
    Row row = row("r-1", 7);
    update(row);

    assertHolds(row);
  }

  @Test
  void theSameEntityOfAnotherViewIsAnotherRow() {
    update(row("r-1", 7));

    var elsewhere = new RowKey(key("r-1").view() + "_other", "r-1");

    assertThat(cache.find(List.of(elsewhere), ample())).containsExactly(new CacheRead.Miss());
  }

  @Test
  void readsAreInTheOrderOfTheKeys() {
    update(row("a", 1));
    update(row("b", 2));
    update(absent("c", 3));

    List<CacheRead> reads =
        cache.find(List.of(key("c"), key("x"), key("a"), key("y"), key("b")), ample());

    assertThat(reads.stream().map(CacheContract::revisionOf)).containsExactly(3L, -1L, 1L, -1L, 2L);
  }

  @Test
  void aKeyAskedTwiceIsReadTwice() {
    update(row("a", 1));
    update(row("b", 2));

    List<CacheRead> reads =
        cache.find(List.of(key("a"), key("b"), key("a"), key("none"), key("none")), ample());

    assertThat(reads.stream().map(CacheContract::revisionOf)).containsExactly(1L, 2L, 1L, -1L, -1L);
  }

  @Test
  void noKeysAreNotRead() {
    assertThat(cache.find(List.of(), ample())).isEmpty();
  }

  @Test
  void manyKeysAreReadWithOneCall() {
    List<Standing> rows =
        IntStream.range(0, 1_000)
            .<Standing>mapToObj(i -> new Standing.Present(row("e" + i, i + 1L)))
            .toList();
    cache.update(rows, ample());
    List<RowKey> keys = new ArrayList<>();
    rows.reversed().forEach(row -> keys.addAll(List.of(row.key(), key("not-" + row.revision()))));

    List<CacheRead> reads = cache.find(keys, ample());

    assertThat(reads).hasSize(2_000);
    for (int i = 0; i < reads.size(); i++) {
      assertThat(revisionOf(reads.get(i))).isEqualTo(i % 2 == 0 ? 1_000L - i / 2 : -1);
    }
  }
}
