package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Broken versions of a good catalogue, seeded: each is read, or refused in one sentence with its
 * file and line.
 */
class CatalogueReaderFuzzTests {

  private static final int ROUNDS = 600 * Integer.getInteger("tiffin.test.scale", 1);

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\n",
          "  ",
          "'",
          "\"",
          "&a ",
          "*a",
          "<<: ",
          "!!int ",
          "? ",
          "- ",
          "|",
          ">",
          "%",
          "@",
          "\t",
          "#",
          "none",
          "1e99",
          ".inf",
          "0x7",
          "over 5m",
          "(",
          "->",
          "open(",
          "max(",
          "~",
          "---\n",
          "...\n",
          "\u0000",
          "\uD800",
          "😀",
          "features:",
          "view.f");

  @Test
  void aBrokenCatalogueIsRefusedInOneSentenceAndNothingElseIsThrown() {
    String good = ProductCatalogue.file().yaml();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261123);
    int refused = 0;

    for (int round = 0; round < ROUNDS; round++) {
      String broken = good;
      for (int cut = random.nextInt(3); cut >= 0; cut--) {
        broken = breakOnce(broken, random);
      }
      refused += isRefused(broken) ? 1 : 0;
    }

    assertThat(refused).isBetween(ROUNDS / 4, ROUNDS);
  }

  @Test
  void noiseIsRefusedInOneSentence() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder noise = new StringBuilder("views:\n  v:\n    ");
      for (int piece = random.nextInt(40); piece >= 0; piece--) {
        noise.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      assertThat(isRefused(noise.toString())).isTrue();
    }
  }

  @Test
  void aTextThatRefersToItselfIsRefused() {
    assertThat(isRefused("&a [*a]")).isTrue();
    assertThat(isRefused("views: &a\n  v: *a")).isTrue();
    assertThat(isRefused("views: {v: &a {entity: city, kind: loaded, max-age: 1d, features: *a}}"))
        .isTrue();
  }

  private static String breakOnce(String text, RandomGenerator random) {
    int at = random.nextInt(text.length());
    int length = Math.min(random.nextInt(40), text.length() - at);
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + length);
      case 1 ->
          text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(at);
      case 2 -> text.substring(0, at) + (char) random.nextInt(0x250) + text.substring(at + 1);
      default -> text.substring(0, at + length) + text.substring(at);
    };
  }

  private static boolean isRefused(String yaml) {
    try {
      new CatalogueReader().read(List.of(new CatalogueFile("c.yaml", yaml)));
      return false;
    } catch (InvalidCatalogueException e) {
      assertThat(e).message().as(yaml).matches("(?s)c\\.yaml:[0-9]+: .+\\.");
      return true;
    } catch (RuntimeException e) {
      return fail("threw for\n" + yaml, e);
    }
  }
}
