package io.tiffin.event.embedded;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the embedded runtime of events.
 *
 * @param directory where its log and what events add up to are; one process at a time has it open.
 *     Created when missing. {@code events} in {@code tiffin.data-directory} unless set
 * @param memory what blocks read, indexes, filters and writes not yet in a table may occupy
 *     together, outside the heap; at least 16MB
 * @param logFileSize a file of the log that has grown to this is followed by a new one
 * @param logFileAge and so is one that was begun that long ago
 * @param logKeptFor files of the log go once they were last written that long ago; what is older
 *     cannot be replayed. The default is the longest window of the catalogue and two days
 * @param logKeptSize and while all files together are larger than this, the oldest first
 * @param minimumFreeSpace events are not accepted while the device has less space free than this,
 *     so that what was accepted can be counted
 * @param lease how long the right to write live rows lasts unless it is renewed, and so how long
 *     another process waits after a crash of this one; at least 3s
 */
@Validated
@ConfigurationProperties("tiffin.events.embedded")
record EmbeddedEventsProperties(
    @NotNull Path directory,
    @DefaultValue("64MB") DataSize memory,
    @DefaultValue("64MB") DataSize logFileSize,
    @DefaultValue("1d") Duration logFileAge,
    @DefaultValue("30d") Duration logKeptFor,
    @DefaultValue("10GB") DataSize logKeptSize,
    @DefaultValue("128MB") DataSize minimumFreeSpace,
    @DefaultValue("10s") Duration lease) {

  private static final DataSize LEAST_MEMORY = DataSize.ofMegabytes(16);
  private static final DataSize LEAST_FILE = DataSize.ofMegabytes(1);
  private static final Duration LEAST_LEASE = Duration.ofSeconds(3);

  EmbeddedEventsProperties {
    require(memory.compareTo(LEAST_MEMORY) >= 0, "memory", memory, "16MB or more");
    require(logFileSize.compareTo(LEAST_FILE) >= 0, "log-file-size", logFileSize, "1MB or more");
    require(
        logFileAge.compareTo(Duration.ofMinutes(1)) >= 0, "log-file-age", logFileAge, "1m or more");
    require(!logKeptFor.isNegative(), "log-kept-for", logKeptFor, "0s or more");
    require(!logKeptSize.isNegative(), "log-kept-size", logKeptSize, "0B or more");
    require(!minimumFreeSpace.isNegative(), "minimum-free-space", minimumFreeSpace, "0B or more");
    require(lease.compareTo(LEAST_LEASE) >= 0, "lease", lease, "3s or more");
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "tiffin.events.embedded.%s is %s: set it to %s".formatted(name, value, expected));
    }
  }

  LogSettings log() {
    return new LogSettings(logFileSize, logFileAge, logKeptFor, logKeptSize, minimumFreeSpace);
  }
}
