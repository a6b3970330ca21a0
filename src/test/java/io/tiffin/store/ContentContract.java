package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.store.WriteOutcome.Applied;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store promises of the keys and bodies that it takes. */
abstract class ContentContract extends StoreContract {

  static final List<String> ODD_ENTITIES =
      List.of(
          "a/b",
          "/",
          "//",
          "..",
          ".",
          "__x__",
          "a b",
          " ",
          "a\tb\nc",
          "a\u0000b",
          "100%",
          "%2F",
          "a:b",
          "{a}",
          "*",
          "#",
          "'\"\\",
          "é",
          "e\u0301",
          "レストラン",
          "🍜🍱",
          "\uD83C",
          "?",
          "R-1",
          "r-1",
          "x".repeat(256),
          "x".repeat(255) + "y",
          "\uD83C\uDF71".repeat(128),
          "ラ".repeat(256));

  ContentContract(Opening opening) {
    super(opening);
  }

  @Test
  void oddKeysAreKeptApart() {
    List<Row> rows =
        IntStream.range(0, ODD_ENTITIES.size())
            .mapToObj(i -> row(ODD_ENTITIES.get(i), i + 1L))
            .toList();

    assertThat(store.put(rows, ample())).containsOnly(new Applied());

    rows.forEach(this::assertHolds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4_096, 65_536, 262_144})
  void bodiesOfAnyBytesComeBack(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    Row row = row("body-" + length, 1, body);

    putApplied(row);

    assertHolds(row);
  }

  @Test
  void anEmptyBodyIsARowAndNotATombstone() {
    Row empty = row("empty", 3, new byte[0]);
    putApplied(empty);

    assertHolds(empty);
  }

  @Test
  void eventTimesBeforeTheEpochComeBack() {
    var old = new Row(key("old"), 1, -1, new byte[] {1});
    putApplied(old);

    assertHolds(old);
  }
}
