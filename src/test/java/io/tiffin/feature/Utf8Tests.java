package io.tiffin.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Tests {

  private static final int[] EDGES = {
    0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
    0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer characters = CharBuffer.allocate(4);

  @Test
  void everySequenceOfTwoBytesIsJudgedAsTheJdkDoes() {
    for (int bytes = 0; bytes < 1 << 16; bytes++) {
      check((byte) (bytes >> 8), (byte) bytes);
    }
  }

  @Test
  void everySequenceOfFourEdgesIsJudgedAsTheJdkDoes() {
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          check((byte) first, (byte) second, (byte) third);
          for (int fourth : EDGES) {
            check((byte) first, (byte) second, (byte) third, (byte) fourth);
          }
        }
      }
    }
  }

  @Test
  void onlyTheBytesAskedAboutAreJudged() {
    byte[] bytes = {(byte) 0xff, 'a', (byte) 0xc3, (byte) 0xbc};

    assertThat(Utf8.isValid(bytes, 1, 4)).isTrue();
    assertThat(Utf8.isValid(bytes, 1, 3)).isFalse();
    assertThat(Utf8.isValid(bytes, 1, 1)).isTrue();
  }

  private void check(byte... bytes) {
    if (Utf8.isValid(bytes, 0, bytes.length) != isValidToTheJdk(bytes)) {
      assertThat(Utf8.isValid(bytes, 0, bytes.length))
          .as("%s", bytes)
          .isEqualTo(isValidToTheJdk(bytes));
    }
  }

  private boolean isValidToTheJdk(byte[] bytes) {
    characters.clear();
    return !decoder.reset().decode(ByteBuffer.wrap(bytes), characters, true).isError();
  }
}
