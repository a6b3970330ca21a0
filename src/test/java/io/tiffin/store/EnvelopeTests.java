package io.tiffin.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.StoredRow.Present;
import io.tiffin.store.StoredRow.Tombstone;
import io.tiffin.store.StoredRow.Unreadable;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");
  private static final String GOLDEN_ROW =
      "0100000000000000002a000629948eef25c022aa5ba274696666696e";
  private static final String GOLDEN_TOMBSTONE = "0101000000000000000700000000000000009c2c110b";

  private final Row row = new Row(KEY, 42, 1_734_567_890_200_000L, "tiffin".getBytes(UTF_8));

  @Test
  void packsARowIntoTheGoldenBytes() {
    assertThat(HexFormat.of().formatHex(Envelope.pack(row))).isEqualTo(GOLDEN_ROW);
  }

  @Test
  void packsATombstoneIntoTheGoldenBytes() {
    byte[] packed = Envelope.packTombstone(KEY, 7);

    assertThat(HexFormat.of().formatHex(packed)).isEqualTo(GOLDEN_TOMBSTONE);
  }

  @Test
  void unpacksTheGoldenRow() {
    StoredRow stored = Envelope.unpack(KEY, HexFormat.of().parseHex(GOLDEN_ROW));

    assertThat(stored).usingRecursiveComparison().isEqualTo(new Present(row));
  }

  @Test
  void unpacksTheGoldenTombstone() {
    StoredRow stored = Envelope.unpack(KEY, HexFormat.of().parseHex(GOLDEN_TOMBSTONE));

    assertThat(stored).isEqualTo(new Tombstone(7));
  }

  @Test
  void aTombstoneWithoutRevisionSaysThatTheKeyWasNeverWritten() {
    StoredRow stored = Envelope.unpack(KEY, Envelope.packTombstone(KEY, 0));

    assertThat(stored).isEqualTo(new Tombstone(0));
  }

  @Test
  void anyRowComesBackAsItWas() {
    var random = new Random(11);

    for (int i = 0; i < 1_000; i++) {
      byte[] body = new byte[random.nextInt(300)];
      random.nextBytes(body);
      var any = new Row(KEY, 1 + (random.nextLong() >>> 1), random.nextLong(), body);

      assertThat(Envelope.unpack(KEY, Envelope.pack(any)))
          .usingRecursiveComparison()
          .isEqualTo(new Present(any));
    }
  }

  @Test
  void revisionsAreOrderedByTheirBytes() {
    byte[] lower = Envelope.pack(new Row(KEY, 255, 0, new byte[0]));
    byte[] higher = Envelope.packTombstone(KEY, 256);

    assertThat(Arrays.compareUnsigned(lower, 2, 10, higher, 2, 10)).isNegative();
  }

  @Test
  void everyDamagedBitIsNoticed() {
    byte[] packed = Envelope.pack(row);

    for (int bit = 0; bit < packed.length * 8; bit++) {
      byte[] damaged = packed.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(Envelope.unpack(KEY, damaged)).as("bit %d", bit).isInstanceOf(Unreadable.class);
    }
  }

  @Test
  void everyCutIsNoticed() {
    byte[] packed = Envelope.pack(row);

    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);

      assertThat(Envelope.unpack(KEY, cut)).as("%d bytes", length).isInstanceOf(Unreadable.class);
    }
  }

  @Test
  void theRowOfAnotherKeyIsUnreadable() {
    StoredRow stored = Envelope.unpack(new RowKey("restaurant_live", "r-18"), Envelope.pack(row));

    assertThat(stored).isEqualTo(new Unreadable("checksum differs from the content's"));
  }

  @Test
  void aLaterVersionIsUnreadableAndSaysSo() {
    byte[] packed = Envelope.pack(row);
    packed[0] = 2;

    assertThat(Envelope.unpack(KEY, packed)).isEqualTo(new Unreadable("version 2, expected 1"));
  }

  @Test
  void anyBytesAreReadWithoutAnException() {
    var random = new Random(13);

    for (int i = 0; i < 20_000 * Integer.getInteger("tiffin.test.scale", 1); i++) {
      byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(64)] : Envelope.pack(row);
      for (int changes = random.nextInt(8); changes >= 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }

      assertThat(Envelope.unpack(KEY, bytes)).isNotNull();
    }
  }
}
