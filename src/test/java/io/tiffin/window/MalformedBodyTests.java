package io.tiffin.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.RowKey;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MalformedBodyTests {

  private static final int ROUNDS = 50_000 * Integer.getInteger("tiffin.test.scale", 1);
  private static final long NOW = 1_790_000_000_000_000L;

  private final WindowSchema schema = WindowSchema.of(SampleView.everyFunction());
  private final double[] values = new double[schema.view().features().size()];

  @Test
  void bytesThatWereDamagedAreReadOrRefusedButNeverThrow() {
    SplittableRandom random = new SplittableRandom(99);
    byte[] sound = body(random);
    int[] outcomes = new int[ReadOutcome.values().length];

    for (int i = 0; i < ROUNDS; i++) {
      outcomes[positionOf(readAndDecode(damaged(sound, random)))]++;
    }

    assertThat(outcomes).doesNotContain(0);
  }

  @Test
  void randomBytesAreReadOrRefusedButNeverThrow() {
    SplittableRandom random = new SplittableRandom(98);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = new byte[random.nextInt(60)];
      random.nextBytes(body);
      if (body.length > 1 && random.nextInt(10) > 0) {
        body[0] = WindowSchema.KIND;
        body[1] = WindowSchema.VERSION;
      }
      readAndDecode(body);
    }
  }

  @Test
  void bytesOfAnotherKindOrVersionAreNamedSo() {
    byte[] sound = body(new SplittableRandom(1));
    byte[] values = sound.clone();
    values[0] = 1;
    byte[] later = sound.clone();
    later[1] = 2;

    assertThat(readAndDecode(values)).isEqualTo(ReadOutcome.UNKNOWN_VERSION);
    assertThat(readAndDecode(later)).isEqualTo(ReadOutcome.UNKNOWN_VERSION);
    assertThat(readAndDecode(new byte[0])).isEqualTo(ReadOutcome.MALFORMED);
    assertThat(readAndDecode(new byte[] {2})).isEqualTo(ReadOutcome.MALFORMED);
  }

  @Test
  void everyTruncationThatCutsASectionIsMalformed() {
    byte[] sound = body(new SplittableRandom(1));
    int malformed = 0;
    for (int length = 2; length < sound.length; length++) {
      if (readAndDecode(Arrays.copyOf(sound, length)) == ReadOutcome.MALFORMED) {
        malformed++;
      }
    }

    // Cuts between two sections leave a sound body.
    assertThat(malformed).isEqualTo(sound.length - 2 - schema.accumulators().size());
  }

  @Test
  void aBucketThatNoAmountFallsIntoIsMalformed() {
    assertThat(readAndDecode(sketchOf(Buckets.MAX_CODE))).isEqualTo(ReadOutcome.READ);
    assertThat(readAndDecode(sketchOf(-Buckets.MAX_CODE))).isEqualTo(ReadOutcome.READ);
    assertThat(readAndDecode(sketchOf(Buckets.MAX_CODE + 1))).isEqualTo(ReadOutcome.MALFORMED);
    assertThat(readAndDecode(sketchOf(Integer.MAX_VALUE))).isEqualTo(ReadOutcome.MALFORMED);
    assertThat(readAndDecode(sketchOf(Long.MIN_VALUE))).isEqualTo(ReadOutcome.MALFORMED);
  }

  // One observation in one bucket of the current tile of the sketch over minutes.
  private byte[] sketchOf(long code) {
    Accumulator sketch =
        schema.accumulators().stream()
            .filter(one -> one.kind() == Accumulator.Kind.SKETCH)
            .findFirst()
            .orElseThrow();
    Packer section = new Packer();
    section.varint(1);
    section.zigzag(sketch.tileAt(NOW));
    section.varint(1);
    section.zigzag(code);
    section.zigzag(1);
    Packer body = new Packer();
    body.put(WindowSchema.KIND);
    body.put(WindowSchema.VERSION);
    body.int32(sketch.id());
    body.varint(section.length());
    body.append(section);
    return body.toBytes();
  }

  @Test
  void aCountOfTilesThatTheBodyCannotHoldIsMalformed() {
    byte[] body = sketchOf(1);
    body[7] = 0x7F; // after kind, version, id and length: the number of tiles

    assertThat(readAndDecode(body)).isEqualTo(ReadOutcome.MALFORMED);
  }

  @Test
  void tooFewPlacesForValuesAreTheCallersMistake() {
    assertThatThrownBy(() -> schema.read(new byte[2], NOW, new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ReadOutcome readAndDecode(byte[] body) {
    ReadOutcome outcome = schema.read(body, NOW, values);
    if (outcome != ReadOutcome.READ) {
      assertThat(values).containsOnly(Double.NaN);
    }
    switch (schema.decode(body)) {
      case DecodedState.Decoded(WindowState state) -> {
        assertThat(outcome).isEqualTo(ReadOutcome.READ);
        assertThat(schema.read(state.encode(NOW), NOW, values)).isEqualTo(ReadOutcome.READ);
      }
      case DecodedState.Unreadable(ReadOutcome reason) ->
          assertThat(reason).isNotEqualTo(ReadOutcome.READ);
    }
    return outcome;
  }

  @SuppressWarnings("EnumOrdinal") // counts in an array of the test's own
  private static int positionOf(ReadOutcome outcome) {
    return outcome.ordinal();
  }

  private byte[] body(SplittableRandom random) {
    WindowState state = schema.empty();
    for (Accumulator accumulator : schema.accumulators()) {
      for (int i = 0; i < 5; i++) {
        long at = NOW - random.nextLong(3_000_000_000L);
        state.apply(
            new Contribution(
                new RowKey("sample", "r-1"), accumulator.id(), at, random.nextInt(9_000_000), 1),
            NOW);
      }
    }
    return state.encode(NOW);
  }

  private static byte[] damaged(byte[] sound, SplittableRandom random) {
    byte[] bytes =
        random.nextInt(4) == 0
            ? Arrays.copyOf(sound, random.nextInt(sound.length + 8))
            : sound.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
