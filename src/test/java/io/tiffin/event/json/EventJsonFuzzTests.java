package io.tiffin.event.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tiffin.event.Event;
import io.tiffin.event.EventRules;
import io.tiffin.event.EventType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every event comes back as it was written; any bytes are read or refused, and nothing is ever
 * thrown.
 */
class EventJsonFuzzTests {

  private static final int ROUNDS = 1_000 * Integer.getInteger("tiffin.test.scale", 1);
  private static final Instant NOW = Instant.parse("2026-11-22T18:05:01.000001Z");
  private static final String PIECES = "{}[]:,\"\\.-+eTZ019 \u0000ü";

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261127);
  private final RandomEvents events = new RandomEvents(20261127);
  private final EventJson json = new EventJson();

  @ParameterizedTest
  @EnumSource
  void everyEventComesBackAsItWasWritten(EventType type) {
    for (int round = 0; round < ROUNDS; round++) {
      Event event = events.next(type);
      byte[] written = json.write(event);

      ReadEvent read = json.read(written, ReceivedAt.KEEP, NOW);
      String line = new String(written, StandardCharsets.UTF_8);
      if (!read.equals(new ReadEvent.Valid(event)) || line.indexOf('\n') >= 0) {
        assertThat(line).doesNotContain("\n");
        assertThat(read).as(line).isEqualTo(new ReadEvent.Valid(event));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutReceivedAtAnEventIsReceivedNow(EventType type) {
    Event event = events.next(type);

    ReadEvent read = json.read(json.writeUnstamped(event), ReceivedAt.STAMP, NOW);

    Event.Envelope sent = event.envelope();
    assertThat(((ReadEvent.Valid) read).event().envelope())
        .isEqualTo(new Event.Envelope(sent.eventId(), sent.eventTime(), NOW, sent.cityId()));
  }

  @Test
  void changedEventsAreReadOrRefusedAndNeverThrown() {
    EventType[] types = EventType.values();
    int refused = 0;
    for (int round = 0; round < 20 * ROUNDS; round++) {
      byte[] written = json.write(events.next(types[random.nextInt(types.length)]));
      refused += readsOrRefuses(changed(written)) ? 0 : 1;
    }

    assertThat(refused).isBetween(2 * ROUNDS, 20 * ROUNDS);
  }

  /**
   * Replays the inputs kept beside the tests. With {@code JAZZER_FUZZ=1} in the environment it goes
   * on with random ones; not guided by coverage, because Jazzer 0.24 cannot rewrite classes of Java
   * 25.
   */
  @FuzzTest(maxDuration = "2m")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    readsOrRefuses(bytes);
  }

  @Test
  void timesAreReadAsTheLibraryReadsThem() {
    for (int round = 0; round < 20 * ROUNDS; round++) {
      String text = changedTime();
      Instant expected = parsed(text);

      char[] characters = ("x" + text + "Z").toCharArray();
      Instant read = WireTime.parse(characters, 1, text.length());
      if (!Objects.equals(read, expected)) {
        assertThat(read).as(text).isEqualTo(expected);
      }
    }
  }

  private static Instant parsed(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      return null;
    }
  }

  private String changedTime() {
    long second = random.nextLong(-70_000_000_000L, 250_000_000_000L);
    StringBuilder text =
        new StringBuilder(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)).toString());
    if (random.nextBoolean()) {
      text.setLength(text.length() - 1 - random.nextInt(9));
      text.append('Z');
    }
    if (random.nextInt(3) == 0) {
      text.setCharAt(random.nextInt(text.length()), "0123456789.:-+TZ ".charAt(random.nextInt(17)));
    }
    return text.toString();
  }

  private boolean readsOrRefuses(byte[] bytes) {
    return switch (json.read(bytes, ReceivedAt.KEEP, NOW)) {
      case ReadEvent.Valid(Event event) -> {
        ReadEvent again = json.read(json.write(event), ReceivedAt.KEEP, NOW);
        if (!again.equals(new ReadEvent.Valid(event)) || !EventRules.check(event).isEmpty()) {
          assertThat(again).isEqualTo(new ReadEvent.Valid(event));
          assertThat(EventRules.check(event)).isEmpty();
        }
        yield true;
      }
      case ReadEvent.Refused refused -> {
        assertThat(refused.violations())
            .isNotEmpty()
            .allSatisfy(violation -> assertThat(violation.reason()).isNotBlank());
        assertThat(refused.text().codePoints()).noneMatch(Character::isISOControl);
        yield false;
      }
    };
  }

  private byte[] changed(byte[] written) {
    byte[] changed = written.clone();
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(5)) {
        case 0 -> changed[at] = (byte) random.nextInt();
        case 1 -> changed[at] = piece();
        case 2 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        case 3 -> changed[at] = (byte) (changed[at] == '9' ? '0' : changed[at] + 1);
        default -> changed[at] = changed[random.nextInt(changed.length)];
      }
    }
    return changed;
  }

  private byte piece() {
    byte[] pieces = PIECES.getBytes(StandardCharsets.UTF_8);
    return pieces[random.nextInt(pieces.length)];
  }
}
