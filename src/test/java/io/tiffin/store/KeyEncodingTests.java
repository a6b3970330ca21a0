package io.tiffin.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncodingTests {

  private static final String ALPHABET = "ab/%25uDF80\uD83C\uDF71\uD800\uDC00é\u0000";

  @ParameterizedTest
  @CsvSource({
    "restaurant_live, r-17, restaurant_live/r-17",
    "restaurant_hour_history, r-17@115, restaurant_hour_history/r-17@115",
    "v, a/b, v/a/b",
    "v/a, b, v%2Fa/b",
    "v, 100%, v/100%25",
    "v, ラーメン🍜, v/ラーメン🍜",
  })
  void writesKeysSoThatTheyCanBeRead(String view, String entity, String expected) {
    assertThat(KeyEncoding.text(new RowKey(view, entity))).isEqualTo(expected);
  }

  @Test
  void writesSurrogatesWithoutPartnerAsTheirDigits() {
    assertThat(KeyEncoding.text(new RowKey("v", "a\uD800"))).isEqualTo("v/a%uD800");
    assertThat(KeyEncoding.text(new RowKey("v", "\uDC00\uD800x"))).isEqualTo("v/%uDC00%uD800x");
  }

  @Test
  void bytesAreTheTextInUtf8() {
    assertThat(KeyEncoding.bytes(new RowKey("v", "é"))).isEqualTo("v/é".getBytes(UTF_8));
  }

  @Test
  void noTwoKeysShareAnEncoding() {
    var random = new Random(7);
    Map<String, RowKey> seen = new HashMap<>();

    for (int i = 0; i < 20_000; i++) {
      var key = new RowKey(part(random), part(random));
      String bytes = new String(KeyEncoding.bytes(key), UTF_8);
      RowKey other = seen.putIfAbsent(bytes, key);

      assertThat(other == null ? key : other).as(bytes).isEqualTo(key);
    }
  }

  @Test
  void everyKeyComesBackFromItsText() {
    var random = new Random(17);

    for (int i = 0; i < 20_000; i++) {
      var key = new RowKey(part(random), part(random));

      assertThat(KeyEncoding.key(KeyEncoding.text(key))).contains(key);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no slash", "v/100%", "v/%2F", "%2f/e", "v/%uD83C%uDF71", "v/%u0041"})
  void aTextThatNoKeyHasIsNoKey(String text) {
    assertThat(KeyEncoding.key(text)).isEmpty();
  }

  private static String part(Random random) {
    var part = new StringBuilder();
    for (int length = 1 + random.nextInt(4); length > 0; length--) {
      part.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return part.toString();
  }
}
