package io.tiffin.feature;

import static io.tiffin.feature.FeatureType.BOOLEAN;
import static io.tiffin.feature.FeatureType.DOUBLE;
import static io.tiffin.feature.FeatureType.INT64;
import static io.tiffin.feature.FeatureType.STRING;
import static io.tiffin.feature.RowCodecFixture.feature;
import static io.tiffin.feature.RowCodecFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Unreadable.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of rows when their view, or their bytes, change. */
class RowEvolutionTests {

  private final RowCodec codec = RowCodec.of(view(DOUBLE, STRING, BOOLEAN));
  private final byte[] body = codec.write(new Object[] {2.5, "tiffin", true});

  @Test
  void aRowWrittenBeforeFeaturesWereAppendedReadsAsNullForThem() {
    RowCodec grown =
        RowCodec.of(
            view(DOUBLE, STRING, BOOLEAN, INT64, STRING, DOUBLE, DOUBLE, DOUBLE, DOUBLE, DOUBLE));

    PackedValues values = (PackedValues) grown.read(body);

    assertThat(values.number(0)).isEqualTo(2.5);
    assertThat(values.text(1)).isEqualTo("tiffin");
    assertThat(values.integer(2)).isOne();
    assertThat(values.isNull(3)).isTrue();
    assertThat(values.number(3)).isNaN();
    assertThat(values.integer(3)).isZero();
    assertThat(values.text(4)).isNull();
    assertThat(values.isNull(9)).isTrue();
  }

  @Test
  void everyEarlierFormOfAViewIsRead() {
    FeatureType[] types = FeatureType.values();
    RowCodec latest = RowCodec.of(view(types));

    for (int count = 0; count <= types.length; count++) {
      byte[] early = RowCodec.of(view(Arrays.copyOf(types, count))).write(new Object[count]);
      assertThat(latest.read(early)).isInstanceOf(PackedValues.class);
    }
  }

  @Test
  void aRowOfALaterFormIsUnreadableToAnEarlierService() {
    RowCodec earlier = RowCodec.of(view(DOUBLE, STRING));

    assertThat(reason(earlier.read(body))).isEqualTo(Reason.UNKNOWN_FINGERPRINT);
  }

  @Test
  void featuresRenamedRetypedOrReorderedMakeOldRowsUnreadable() {
    List<FeatureView> changed =
        List.of(
            view(DOUBLE, STRING, INT64),
            view(STRING, DOUBLE, BOOLEAN),
            view(STRING, BOOLEAN),
            view(
                List.of(
                    feature("renamed", DOUBLE, new Origin.Load()),
                    feature("f1", STRING, new Origin.Load()),
                    feature("f2", BOOLEAN, new Origin.Load()))));

    assertThat(changed)
        .allSatisfy(view ->
            assertThat(reason(RowCodec.of(view).read(body))).isEqualTo(Reason.UNKNOWN_FINGERPRINT));
  }

  @Test
  void anUnknownFingerprintIsNamed() {
    byte[] other = body.clone();
    other[1] = 0x12;
    other[2] = 0x34;
    other[3] = 0x56;
    other[4] = 0x78;

    assertThat(codec.read(other))
        .isEqualTo(
            new Unreadable(
                Reason.UNKNOWN_FINGERPRINT, "no schema of view v has the fingerprint 12345678"));
  }

  @Test
  void windowStateIsNoValues() {
    byte[] state = body.clone();
    state[0] = 2;

    assertThat(codec.read(state))
        .isEqualTo(new Unreadable(Reason.OTHER_KIND, "the body is of kind 2"));
  }

  @Test
  void aBodyCutShortAnywhereIsMalformed() {
    for (int length = 0; length < body.length; length++) {
      assertThat(reason(codec.read(Arrays.copyOf(body, length)))).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void aBodyWithSomethingBehindItIsMalformed() {
    assertThat(codec.read(Arrays.copyOf(body, body.length + 1)))
        .isEqualTo(
            new Unreadable(
                Reason.MALFORMED,
                "in a row of view v the length is 24 bytes, which its schema and texts do not"
                    + " take"));
  }

  @Test
  void aValueThatItsTypeDoesNotHaveIsMalformed() {
    int bitmap = 5;
    int number = 6;
    int truth = 14;
    int text = 17;

    assertThat(reason(with(bitmap, 0x08))).as("a bit of no feature").isEqualTo(Reason.MALFORMED);
    assertThat(reason(with(bitmap, 0x80))).as("a bit of no feature").isEqualTo(Reason.MALFORMED);
    assertThat(reason(with(truth, 2))).as("neither true nor false").isEqualTo(Reason.MALFORMED);
    assertThat(reason(with(text, 0xff))).as("not UTF-8").isEqualTo(Reason.MALFORMED);
    assertThat(reason(with(number, 0x7f, 0xf8))).as("not a number").isEqualTo(Reason.MALFORMED);
    assertThat(codec.read(bytes(truth, 2)))
        .isEqualTo(
            new Unreadable(Reason.MALFORMED, "in a row of view v a value is none of its type"));
  }

  private Reading with(int at, int... values) {
    return codec.read(bytes(at, values));
  }

  private byte[] bytes(int at, int... values) {
    byte[] changed = body.clone();
    for (int i = 0; i < values.length; i++) {
      changed[at + i] = (byte) values[i];
    }
    return changed;
  }

  private static Reason reason(Reading reading) {
    assertThat(reading).isInstanceOf(Unreadable.class);
    return ((Unreadable) reading).reason();
  }
}
