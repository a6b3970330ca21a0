package io.tiffin.feature;

import static io.tiffin.feature.RowCodecFixture.value;
import static io.tiffin.feature.RowCodecFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any schema and any values come back as they were written; any bytes are read or refused, and
 * nothing is ever thrown.
 */
class RowCodecFuzzTests {

  private static final int ROUNDS = 5_000 * Integer.getInteger("tiffin.test.scale", 1);
  private static final FeatureType[] TYPES = FeatureType.values();
  private static final String[] LETTERS = {"a", "Ü", "€", "\uD83C\uDF5B", "\u0000"};

  private static final FeatureType[] FUZZED = {
    FeatureType.INT32, FeatureType.STRING, FeatureType.BOOLEAN, FeatureType.FLOAT,
    FeatureType.INT64, FeatureType.DOUBLE, FeatureType.STRING, FeatureType.STRING,
    FeatureType.BOOLEAN
  };

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261123);

  @Test
  void valuesOfAnySchemaComeBackAsTheyWereWritten() {
    for (int round = 0; round < ROUNDS; round++) {
      FeatureType[] types = types();
      Object[] values = values(types);
      RowCodec codec = RowCodec.of(view(types));

      PackedValues read = (PackedValues) codec.read(codec.write(values));

      for (int slot = 0; slot < types.length; slot++) {
        if (!Objects.equals(value(read, slot, types[slot]), values[slot])) {
          assertThat(value(read, slot, types[slot])).isEqualTo(values[slot]);
        }
      }
    }
  }

  @Test
  void changedBytesAreReadOrRefusedAndNeverThrown() {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      FeatureType[] types = types();
      RowCodec codec = RowCodec.of(view(types));

      refused += readsOrRefuses(codec, types, changed(codec.write(values(types)))) ? 0 : 1;
    }

    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
  }

  /**
   * Replays the inputs kept beside the tests. With {@code JAZZER_FUZZ=1} in the environment it goes
   * on with random ones; not guided by coverage, because Jazzer 0.24 cannot rewrite classes of Java
   * 25.
   */
  @FuzzTest(maxDuration = "2m")
  void anyBytesAreReadOrRefused(byte[] body) {
    RowCodec codec = RowCodec.of(view(FUZZED));
    readsOrRefuses(codec, FUZZED, body);

    byte[] recognised = RowCodec.of(view(FUZZED)).write(new Object[FUZZED.length]);
    byte[] withHeader = Arrays.copyOf(recognised, RowCodec.HEADER_BYTES + body.length);
    System.arraycopy(body, 0, withHeader, RowCodec.HEADER_BYTES, body.length);
    readsOrRefuses(codec, FUZZED, withHeader);
  }

  private static boolean readsOrRefuses(RowCodec codec, FeatureType[] types, byte[] body) {
    return switch (codec.read(body)) {
      case Unreadable unreadable -> {
        assertThat(unreadable.text()).isNotBlank();
        yield false;
      }
      case PackedValues values -> {
        for (int slot = 0; slot < types.length; slot++) {
          checkSlot(values, slot, types[slot]);
        }
        yield true;
      }
    };
  }

  private static void checkSlot(PackedValues values, int slot, FeatureType type) {
    Object value = value(values, slot, type);
    assertThat(value == null).isEqualTo(values.isNull(slot));
    if (value instanceof String text) {
      assertThat(text).doesNotContain("\uFFFD");
    } else if (value != null) {
      assertThat(values.number(slot)).isFinite();
    }
  }

  private byte[] changed(byte[] body) {
    byte[] changed = body.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        default -> changed = Arrays.copyOf(changed, changed.length + random.nextInt(5));
      }
    }
    return changed;
  }

  private FeatureType[] types() {
    FeatureType[] types = new FeatureType[random.nextInt(20)];
    Arrays.setAll(types, slot -> TYPES[random.nextInt(TYPES.length)]);
    return types;
  }

  private Object[] values(FeatureType[] types) {
    @Nullable Object[] values = new @Nullable Object[types.length];
    Arrays.setAll(values, slot -> random.nextInt(4) == 0 ? null : randomValue(types[slot]));
    return values;
  }

  private Object randomValue(FeatureType type) {
    return switch (type) {
      case INT32 -> random.nextInt();
      case INT64 -> random.nextLong();
      case FLOAT -> random.nextFloat(-Float.MAX_VALUE, Float.MAX_VALUE);
      case DOUBLE -> random.nextDouble(-1e300, 1e300);
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int letter = random.nextInt(30); letter > 0; letter--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
