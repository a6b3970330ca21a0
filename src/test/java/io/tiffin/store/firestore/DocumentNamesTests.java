package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of documents: what Firestore takes, all different, and spread. */
class DocumentNamesTests {

  private static final int RANGES = 16;
  private static final int IDS = 16_000;

  @Test
  void aNameIsReadable() {
    String name = new DocumentNames("projects/p/databases/d", "rows").of(key("r-17"));

    assertThat(name)
        .isEqualTo("projects/p/databases/d/documents/rows/4c280dc2-restaurant_live%2fr-17");
  }

  @Test
  void slashesAndControlCharactersAreEscapedAndKeepKeysApart() {
    List<RowKey> keys =
        List.of(
            new RowKey("a", "b/c"),
            new RowKey("a/b", "c"),
            new RowKey("a", "b%2fc"),
            new RowKey("a%2fb", "c"),
            new RowKey("a", "b%2Fc"),
            new RowKey("a", "b\u0000c"),
            new RowKey("a", "b%u0000c"),
            new RowKey("a", "."),
            new RowKey("a", ".."),
            new RowKey("__a__", "__"));

    List<String> ids =
        keys.stream().map(DocumentNames::id).map(id -> id.substring("4c280dc2-".length())).toList();

    assertThat(ids).doesNotHaveDuplicates().noneMatch(id -> id.contains("/"));
    assertThat(ids).startsWith("a%2fb%2fc", "a%2Fb%2fc", "a%2fb%252fc");
    assertThat(DocumentNames.id(keys.getLast())).doesNotMatch("__.*__");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ラ", "🍜", "\uD83C", "\u0000", "x"})
  void theLongestKeysHaveNamesThatFirestoreTakes(String character) {
    String entity = character.repeat(256 / character.length());
    RowKey one = new RowKey("v".repeat(64), entity);
    RowKey other = new RowKey("w".repeat(64), entity);

    assertThat(DocumentNames.id(one).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1_500);
    assertThat(DocumentNames.id(one)).isNotEqualTo(DocumentNames.id(other));
  }

  @Test
  void whatWouldBeLongerIsADigest() {
    assertThat(DocumentNames.id(key("\uD83C".repeat(256)))).matches("[0-9a-f]{8}-%h[0-9a-f]{64}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r-%d", "r-%08d", "%d", "restaurant/%d@115", "8a1fb466%06dff"})
  void sequentialIdsFillSixteenRangesEvenly(String entities) {
    int[] ranges = new int[RANGES];
    for (int id = 0; id < IDS; id++) {
      ranges[Character.digit(DocumentNames.id(key(entities.formatted(id))).charAt(0), 16)]++;
    }

    assertThat(Arrays.stream(ranges).max().orElseThrow()).isLessThan(IDS / RANGES * 12 / 10);
  }

  /** The control: without the spread, all of them are in one range. */
  @Test
  void withoutTheSpreadSequentialIdsAreNeighbours() {
    long ranges =
        IntStream.range(0, IDS)
            .mapToObj(id -> DocumentNames.id(key("r-" + id)).substring("4c280dc2-".length()))
            .map(id -> id.charAt(0))
            .distinct()
            .count();

    assertThat(ranges).isEqualTo(1);
  }

  private static RowKey key(String entity) {
    return new RowKey("restaurant_live", entity);
  }
}
