package io.tiffin.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemcachedKeysTests {

  private final MemcachedKeys keys = new MemcachedKeys("tiffin", 12);

  @Test
  void anOrdinaryKeyIsWrittenAsAReaderExpects() {
    assertThat(keys.of(new RowKey("restaurant_live", "r-17")))
        .isEqualTo("tiffin:12/restaurant_live/r-17");
  }

  @Test
  void whatMemcachedDoesNotTakeIsADigest() {
    List<String> odd =
        List.of("a b", "a\nb", "a\u0000b", "a\u007Fb", "Käse", "\uD83C\uDF5B", "x".repeat(256));

    for (String entity : odd) {
      assertThat(keys.of(new RowKey("v", entity))).matches("tiffin:12#[A-Za-z0-9_-]{43}");
    }
  }

  @Test
  void anEntityThatLooksLikeADigestIsNoDigest() {
    String digest = keys.of(new RowKey("v", "a b"));

    assertThat(keys.of(new RowKey("v", digest))).isNotEqualTo(digest).contains("/v/");
  }

  @Test
  void noTwoKeysShareANameAndEachIsLegal() {
    var random = new Random(5);
    Set<RowKey> all = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      all.add(new RowKey(text(random, 20), text(random, 260)));
    }

    Set<String> names = new HashSet<>();
    all.forEach(key -> names.add(keys.of(key)));

    assertThat(names)
        .hasSameSizeAs(all)
        .allMatch(name -> name.length() <= 250 && name.chars().allMatch(c -> c > ' ' && c < 127));
  }

  @Test
  void anotherGenerationOrPrefixHasOtherNames() {
    RowKey key = new RowKey("v", "e");

    assertThat(
            Set.of(
                keys.of(key),
                new MemcachedKeys("tiffin", 13).of(key),
                new MemcachedKeys("other", 12).of(key)))
        .hasSize(3);
  }

  private static String text(Random random, int most) {
    var text = new StringBuilder();
    for (int length = 1 + random.nextInt(most); length > 0; length--) {
      text.append(
          random.nextInt(8) == 0 ? (char) random.nextInt(300) : "ab/%#:".charAt(random.nextInt(6)));
    }
    return text.toString();
  }
}
