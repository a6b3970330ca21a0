package io.tiffin.feature;

import static io.tiffin.feature.FeatureType.BOOLEAN;
import static io.tiffin.feature.FeatureType.DOUBLE;
import static io.tiffin.feature.FeatureType.FLOAT;
import static io.tiffin.feature.FeatureType.INT32;
import static io.tiffin.feature.FeatureType.INT64;
import static io.tiffin.feature.FeatureType.STRING;
import static io.tiffin.feature.RowCodecFixture.feature;
import static io.tiffin.feature.RowCodecFixture.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowCodecTests {

  private static final FeatureView ALL_TYPES =
      view(INT32, STRING, DOUBLE, BOOLEAN, INT64, FLOAT, STRING, BOOLEAN, DOUBLE);

  /** Written on 2026-11-23. Rows like this one lie in stores: these bytes must never change. */
  private static final String GOLDEN =
      "01" // kind: values
          + "195e39f4" // CRC-32C of f0:int32;f1:string; …
          + "8001" // null: f7, f8
          + "fffffffe" // f0: -2
          + "3ff8000000000000" // f2: 1.5
          + "01" // f3: true
          + "7fffffffffffffff" // f4: the greatest
          + "bf000000" // f5: -0.5
          + "00" // f7: null
          + "0000000000000000" // f8: null
          + "0003" // f1: three bytes
          + "0004" // f6: four bytes
          + "c3bc41" // f1: üA
          + "f09f8d9b"; // f6: a bowl of curry

  private final RowCodec codec = RowCodec.of(ALL_TYPES);

  @Test
  void theLayoutIsAsDocumented() {
    byte[] body =
        codec.write(
            new Object[] {-2, "üA", 1.5, true, Long.MAX_VALUE, -0.5f, "\uD83C\uDF5B", null, null});

    assertThat(HexFormat.of().formatHex(body)).isEqualTo(GOLDEN);
  }

  @Test
  void aRowWrittenLongAgoIsRead() {
    PackedValues values = packed(codec.read(HexFormat.of().parseHex(GOLDEN)));

    assertThat(values.integer(0)).isEqualTo(-2);
    assertThat(values.text(1)).isEqualTo("üA");
    assertThat(values.number(2)).isEqualTo(1.5);
    assertThat(values.number(3)).isEqualTo(1.0);
    assertThat(values.integer(3)).isEqualTo(1);
    assertThat(values.integer(4)).isEqualTo(Long.MAX_VALUE);
    assertThat(values.number(5)).isEqualTo(-0.5);
    assertThat(values.text(6)).isEqualTo("\uD83C\uDF5B");
    assertThat(values.isNull(7)).isTrue();
    assertThat(values.isNull(8)).isTrue();
  }

  @Test
  void aNullReadsAsNaNZeroOrNoText() {
    PackedValues values = packed(codec.read(codec.write(new Object[9])));

    assertThat(values.number(0)).isNaN();
    assertThat(values.integer(4)).isZero();
    assertThat(values.text(1)).isNull();
    assertThat(values.isNull(0)).isTrue();
  }

  @Test
  void aValueAskedForAsAnotherTypeIsNone() {
    PackedValues values =
        packed(codec.read(codec.write(new Object[] {7, "a", 2.0, true, 1L, 1f, "b", true, 3.0})));

    assertThat(values.number(1)).isNaN();
    assertThat(values.integer(1)).isZero();
    assertThat(values.integer(2)).isZero();
    assertThat(values.text(0)).isNull();
    assertThat(values.number(0)).isEqualTo(7);
  }

  @Test
  void onlyLoadedFeaturesHaveASlot() {
    RowCodec mixed =
        RowCodec.of(
            view(
                List.of(
                    feature("a", DOUBLE, new Origin.Computed(new Expression.Constant(1))),
                    feature("b", DOUBLE, new Origin.Load()),
                    feature("c", STRING, new Origin.Load()))));

    assertThat(mixed.slots()).isEqualTo(2);
    assertThat(mixed.slot("b")).isZero();
    assertThat(mixed.slot("c")).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mixed.slot("a"))
        .withMessage("view v stores no a");
  }

  @Test
  void aViewWithoutLoadedFeaturesPacksNothing() {
    RowCodec empty = RowCodec.of(view());

    byte[] body = empty.write(new Object[0]);

    assertThat(HexFormat.of().formatHex(body)).isEqualTo("0100000000");
    assertThat(packed(empty.read(body)).isNull(0)).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void aValueOutsideItsTypeIsRefusedByName(FeatureType type, Object value, String message) {
    RowCodec one = RowCodec.of(view(type));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.write(new Object[] {value}))
        .withMessage(message);
  }

  static Stream<Arguments> aValueOutsideItsTypeIsRefusedByName() {
    return Stream.of(
        Arguments.of(INT32, 1L << 31, "v.f0 takes int32, not 2147483648"),
        Arguments.of(INT32, 0.5, "v.f0 takes int32, not 0.5"),
        Arguments.of(INT32, "1", "v.f0 takes int32, not 1"),
        Arguments.of(INT32, true, "v.f0 takes int32, not true"),
        Arguments.of(INT64, Double.NaN, "v.f0 takes int64, not NaN"),
        Arguments.of(INT64, 0x1p63, "v.f0 takes int64, not 9.223372036854776E18"),
        Arguments.of(INT64, BigInteger.TWO.pow(63), "v.f0 takes int64, not 9223372036854775808"),
        Arguments.of(
            INT64,
            new BigDecimal("1.0000000000000000001"),
            "v.f0 takes int64, not 1.0000000000000000001"),
        Arguments.of(
            INT64,
            new BigDecimal("9223372036854775807.5"),
            "v.f0 takes int64, not 9223372036854775807.5"),
        Arguments.of(FLOAT, 1e39, "v.f0 takes float, not 1.0E39"),
        Arguments.of(DOUBLE, Double.NaN, "v.f0 takes double, not NaN"),
        Arguments.of(DOUBLE, Double.NEGATIVE_INFINITY, "v.f0 takes double, not -Infinity"),
        Arguments.of(DOUBLE, "x", "v.f0 takes double, not x"),
        Arguments.of(BOOLEAN, 1, "v.f0 takes boolean, not 1"),
        Arguments.of(STRING, 1, "v.f0 takes string, not 1"),
        Arguments.of(STRING, "\uD83C", "v.f0 takes text without half characters"),
        Arguments.of(
            STRING, "ü".repeat(32_768), "v.f0 takes at most 65535 bytes of UTF-8, not 65536"));
  }

  @Test
  void aWholeNumberOfAnyTypeIsTaken() {
    RowCodec one = RowCodec.of(view(INT64));

    for (Number number :
        List.of(
            5L, 5, (short) 5, (byte) 5, 5.0, 5f, BigInteger.valueOf(5), new BigDecimal("5.00"))) {
      assertThat(packed(one.read(one.write(new Object[] {number}))).integer(0)).isEqualTo(5);
    }
    for (Number least : List.of(Long.MIN_VALUE, -0x1p63, BigInteger.TWO.pow(63).negate())) {
      assertThat(packed(one.read(one.write(new Object[] {least}))).integer(0))
          .isEqualTo(Long.MIN_VALUE);
    }
  }

  @Test
  void theGreatestTextIsTaken() {
    RowCodec two = RowCodec.of(view(STRING, STRING));
    String text = "x".repeat(65_535);

    PackedValues values = packed(two.read(two.write(new Object[] {text, text})));

    assertThat(values.text(1)).isEqualTo(text);
  }

  @Test
  void aRowNeedsAValuePerSlot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.write(new Object[8]))
        .withMessage("view v has 9 slots, not 8");
  }

  private static PackedValues packed(Reading reading) {
    assertThat(reading).isInstanceOf(PackedValues.class);
    return (PackedValues) reading;
  }
}
