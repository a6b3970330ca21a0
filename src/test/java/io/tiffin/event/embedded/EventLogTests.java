package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** What a log keeps over crashes, what it finds out, and when its files go. */
class EventLogTests {

  private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
  private static final int HEADER = Frame.HEADER_BYTES;

  @TempDir private Path directory;
  private Instant now = NOON;

  @Test
  void whatWasAppendedIsReadAgainInOrder() throws Exception {
    try (EventLog log = open(LogPosition.START)) {
      log.append(events(0, 3));
      log.append(events(3, 4));

      assertThat(read(log, LogPosition.START)).isEqualTo(texts(0, 7));
    }
    try (EventLog log = open(LogPosition.START)) {
      log.append(events(7, 1));

      assertThat(log.end().event()).isEqualTo(8);
      assertThat(read(log, LogPosition.START)).isEqualTo(texts(0, 8));
    }
  }

  @Test
  void readingGoesOnFromAnyPlaceBetweenTwoGroups() throws Exception {
    try (EventLog log = open(LogPosition.START)) {
      LogPosition first = log.append(events(0, 3));
      LogPosition second = log.append(events(3, 4));

      assertThat(read(log, first)).isEqualTo(texts(3, 4));
      assertThat(read(log, second)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, HEADER - 1, HEADER, HEADER + 5, HEADER + 10})
  void aTornTailIsCutOffAndTheLogGoesOn(int tornBytes) throws Exception {
    LogPosition whole;
    try (EventLog log = open(LogPosition.START)) {
      whole = log.append(events(0, 3));
      log.append(events(3, 1));
    }
    truncate(newestFile(), whole.offset() + tornBytes);

    try (EventLog log = open(whole)) {
      assertThat(log.end()).isEqualTo(whole);
      log.append(events(3, 2));
      assertThat(read(log, LogPosition.START)).isEqualTo(texts(0, 5));
    }
  }

  /** The control of the checksum: what is torn by rot and not by length is found too. */
  @Test
  void aTailOfWrongBytesIsCutOffToo() throws Exception {
    LogPosition whole;
    try (EventLog log = open(LogPosition.START)) {
      whole = log.append(events(0, 3));
      log.append(events(3, 1));
    }
    flip(newestFile(), whole.offset() + HEADER + 5);

    try (EventLog log = open(whole)) {
      assertThat(read(log, LogPosition.START)).isEqualTo(texts(0, 3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, HEADER - 1, HEADER + 5})
  void damageBeforeOtherGroupsStopsTheStartWithFileAndOffset(int at) throws Exception {
    LogPosition first;
    try (EventLog log = open(LogPosition.START)) {
      first = log.append(events(0, 3));
      log.append(events(3, 4));
      log.append(events(7, 4));
    }
    flip(newestFile(), first.offset() + at);

    assertThatExceptionOfType(EventsUnusableException.class)
        .isThrownBy(() -> open(LogPosition.START))
        .withMessage(
            "The log of events is damaged: %s holds no event 3 at byte %d, where it was written.",
            newestFile(), first.offset());
  }

  @Test
  void aTailThatWasAppliedIsDamagedAndNotTorn() throws Exception {
    LogPosition first;
    LogPosition second;
    try (EventLog log = open(LogPosition.START)) {
      first = log.append(events(0, 3));
      second = log.append(events(3, 4));
    }
    truncate(newestFile(), first.offset() + 10);

    assertThatExceptionOfType(EventsUnusableException.class).isThrownBy(() -> open(second));
  }

  @Test
  void damageInAnOlderFileIsToldByWhoeverReadsIt() throws Exception {
    fill(3);
    Path oldest = files().getFirst();
    flip(oldest, HEADER + 9);

    try (EventLog log = open(LogPosition.START)) {
      assertThatExceptionOfType(EventsUnusableException.class)
          .isThrownBy(() -> read(log, LogPosition.START))
          .withMessageContaining(oldest + " holds no event 0 at byte 0");
    }
  }

  @Test
  void aMissingFileIsToldByWhoeverReadsIt() throws Exception {
    fill(3);
    Files.delete(files().get(1));

    try (EventLog log = open(LogPosition.START)) {
      assertThatExceptionOfType(EventsUnusableException.class)
          .isThrownBy(() -> read(log, LogPosition.START))
          .withMessageContaining("was written");
    }
  }

  @Test
  void aFileIsFollowedByTheNextOnceItIsLargeOrOld() throws Exception {
    try (EventLog log = open(LogPosition.START)) {
      log.append(events(0, 1));
      now = NOON.plus(Duration.ofHours(1));
      log.append(events(1, 1));
      assertThat(files()).hasSize(1);

      now = NOON.plus(Duration.ofHours(1)).plusSeconds(1);
      log.append(events(2, 1));
      assertThat(files()).hasSize(2);

      log.append(List.of(new byte[(int) SETTINGS.fileSize().toBytes()]));
      log.append(events(4, 1));
      assertThat(files()).hasSize(3);
    }
  }

  @Test
  void appliedFilesGoByAge() throws Exception {
    fill(3);
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(NOON));
    }
    now = NOON.plus(SETTINGS.keptFor()).plusSeconds(1);

    try (EventLog log = open(LogPosition.START)) {
      log.expire(new LogPosition(0, 0, 1));
      assertThat(files()).as("the second file is not applied").hasSize(2);

      log.expire(log.end());
      assertThat(files()).as("the newest one stays").hasSize(1);
      assertThat(log.beginning().event()).isEqualTo(2);
    }
  }

  @Test
  void appliedFilesGoBySize() throws Exception {
    fill(5);
    now = Instant.EPOCH;

    try (EventLog log = open(LogPosition.START)) {
      log.expire(log.end());

      assertThat(log.bytes()).isLessThanOrEqualTo(SETTINGS.keptSize().toBytes());
      assertThat(files()).hasSize(2);
      assertThat(read(log, log.beginning())).hasSize(2);
    }
  }

  /** Where somebody stopped reading is found again even if its file is gone. */
  @Test
  void readingGoesOnWhereTheFileBeforeHasGone() throws Exception {
    LogPosition endOfFirst;
    try (EventLog log = open(LogPosition.START)) {
      endOfFirst = log.append(events(0, 3));
      now = NOON.plus(Duration.ofDays(1));
      log.append(events(3, 2));
      Files.delete(files().getFirst());
    }

    try (EventLog log = open(endOfFirst)) {
      assertThat(read(log, endOfFirst)).isEqualTo(texts(3, 2));
    }
  }

  @Test
  void belowTheReserveNothingIsAppended() throws Exception {
    LogSettings greedy =
        new LogSettings(
            SETTINGS.fileSize(),
            SETTINGS.fileAge(),
            SETTINGS.keptFor(),
            SETTINGS.keptSize(),
            DataSize.ofTerabytes(1_000));
    try (EventLog log = EventLog.open(directory, greedy, LogPosition.START, () -> now)) {
      assertThatIOException()
          .isThrownBy(() -> log.append(events(0, 1)))
          .withMessageStartingWith("no space left on the device that holds " + directory);
      assertThat(log.end()).isEqualTo(LogPosition.START);
    }
  }

  private static final LogSettings SETTINGS =
      new LogSettings(
          DataSize.ofKilobytes(10),
          Duration.ofHours(1),
          Duration.ofDays(2),
          DataSize.ofKilobytes(25),
          DataSize.ofBytes(0));

  private EventLog open(LogPosition applied) throws EventsUnusableException, IOException {
    return EventLog.open(directory, SETTINGS, applied, () -> now);
  }

  /** As many files, of one large event each. */
  private void fill(int count) throws Exception {
    try (EventLog log = open(LogPosition.START)) {
      for (int i = 0; i < count; i++) {
        log.append(List.of(new byte[(int) SETTINGS.fileSize().toBytes()]));
      }
    }
    assertThat(files()).hasSize(count);
  }

  private static List<byte[]> events(int first, int count) {
    return texts(first, count).stream().map(text -> text.getBytes(UTF_8)).toList();
  }

  private static List<String> texts(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(i -> "event " + i).toList();
  }

  private static List<String> read(EventLog log, LogPosition from) throws Exception {
    List<String> all = new ArrayList<>();
    try (LogReader reader = log.read(from)) {
      for (LoggedGroup group = reader.next(); group != null; group = reader.next()) {
        group.events().forEach(event -> all.add(new String(event, UTF_8)));
      }
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }

  private Path newestFile() throws IOException {
    return files().getLast();
  }

  private static void truncate(Path file, long bytes) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      int old = open.read();
      open.seek(at);
      open.write(old ^ 0x55);
    }
  }
}
