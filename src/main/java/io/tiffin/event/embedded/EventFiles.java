package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import io.tiffin.store.DirectoryLock;
import io.tiffin.store.DirectoryTakenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of events, open for this process alone: its log, and what the events add up to, with
 * all of the log applied.
 */
final class EventFiles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventFiles.class);

  /** Events that are committed together when the log is applied again. Chosen. */
  private static final int EVENTS_PER_COMMIT = 4_000;

  /** Keys of rows to publish that wait in memory, the others on disk. Chosen: some 30 MB. */
  private static final int MOST_UNPUBLISHED_IN_MEMORY = 200_000;

  private final EmbeddedEventsProperties properties;
  private final Catalogue catalogue;
  private final Zones zones;
  private final DirectoryLock lock;
  private final StateDirectories directories;
  private final EventJson json = new EventJson();
  private EventLog log;
  private LiveState live;

  private EventFiles(
      EmbeddedEventsProperties properties,
      Catalogue catalogue,
      Zones zones,
      InstantSource machineClock,
      DirectoryLock lock)
      throws EventsUnusableException, IOException, RocksDBException {
    this.properties = properties;
    this.catalogue = catalogue;
    this.zones = zones;
    this.lock = lock;
    directories = new StateDirectories(properties.directory());
    live = openState(directories.inUse(), MOST_UNPUBLISHED_IN_MEMORY);
    try {
      directories.deleteOthers();
      log = EventLog.open(properties.directory(), properties.log(), live.position(), machineClock);
      recover();
    } catch (EventsUnusableException | IOException | RocksDBException | RuntimeException e) {
      live.close();
      throw e;
    }
  }

  /**
   * Opens the directory, making it if it is missing.
   *
   * @param machineClock as the files' times are
   * @throws EventsUnusableException if another process has it open, or if it cannot be used
   */
  static EventFiles open(
      EmbeddedEventsProperties properties,
      Catalogue catalogue,
      Zones zones,
      InstantSource machineClock)
      throws EventsUnusableException {
    Path directory = properties.directory();
    try {
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.take(directory, machineClock.instant());
      try {
        return new EventFiles(properties, catalogue, zones, machineClock, lock);
      } catch (EventsUnusableException | IOException | RocksDBException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (DirectoryTakenException e) {
      throw new EventsUnusableException(
          "The events in %s are open in %s, and only one process may have them open."
              .formatted(directory, e.holder()),
          "Stop that process, or give this one a directory of its own with tiffin.data-directory.",
          e);
    } catch (IllegalArgumentException e) {
      throw new EventsUnusableException(
          "Events cannot be counted by this catalogue: " + e.getMessage() + ".",
          "Mend the catalogue, as src/docs/catalogue.md says, or set tiffin.events.runtime=none.",
          e);
    } catch (IOException e) {
      throw new EventsUnusableException(
          "The events in %s cannot be opened: %s.".formatted(directory, e),
          "Make the directory writable, name another one with tiffin.data-directory, or set"
              + " tiffin.events.runtime=none.",
          e);
    } catch (RocksDBException e) {
      throw new EventsUnusableException(
          "What the events in %s add up to cannot be opened: %s."
              .formatted(directory, e.getMessage()),
          "Delete the directories state-* in it: they are counted again from the log.",
          e);
    }
  }

  /** Applies what the log has and the state has not. */
  private void recover() throws EventsUnusableException, IOException, RocksDBException {
    LogPosition from = live.position();
    if (from.equals(LogPosition.START)) {
      from = log.beginning();
    }
    long behind = log.end().event() - from.event();
    try (LogReader reader = log.read(from)) {
      @Nullable LoggedGroup group = reader.next();
      while (group != null) {
        apply(group, live);
        if (live.uncommitted() >= EVENTS_PER_COMMIT) {
          live.commit(group.next());
        }
        group = reader.next();
      }
      live.commit(reader.position());
    }
    if (behind > 0) {
      LOG.info("Counted {} events of the log that were not counted before", behind);
    }
  }

  private void apply(LoggedGroup group, LiveState to) {
    for (byte[] bytes : group.events()) {
      Event event = read(bytes);
      if (event != null) {
        to.apply(event);
      }
    }
  }

  /** An event of the log; null if no version of this service reads it any more. */
  @Nullable Event read(byte[] bytes) {
    return switch (json.read(bytes, ReceivedAt.KEEP, Instant.EPOCH)) {
      case ReadEvent.Valid(Event event) -> event;
      case ReadEvent.Refused refused -> {
        LOG.warn("An event of the log is left out: {}", refused.text());
        yield null;
      }
    };
  }

  byte[] write(Event event) {
    return json.write(event);
  }

  EventLog log() {
    return log;
  }

  /** The state in use. */
  LiveState live() {
    return live;
  }

  /** A state that nothing was counted in, to be built. */
  Building build() throws IOException, RocksDBException {
    Path directory = directories.fresh();
    return new Building(directory, openState(directory, 0));
  }

  /**
   * A state that is being built.
   *
   * @param directory to be used once it is complete
   */
  record Building(Path directory, LiveState state) {}

  /** Puts a state that was built and committed into the place of the one in use. */
  LiveState use(Building built) throws IOException, RocksDBException {
    built.state.state().database().sync();
    built.state.close();
    LiveState opened = openState(built.directory, MOST_UNPUBLISHED_IN_MEMORY);
    directories.use(built.directory);
    LiveState before = live;
    live = opened;
    before.close();
    directories.deleteOthers();
    return opened;
  }

  private LiveState openState(Path directory, int mostUnpublishedInMemory) throws RocksDBException {
    return LiveState.open(
        directory, properties.memory(), catalogue, zones, mostUnpublishedInMemory);
  }

  /** What tells this directory from every other, over restarts. */
  String id() throws IOException {
    Path file = properties.directory().resolve("id");
    if (Files.notExists(file)) {
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return Files.readString(file).strip();
  }

  @Override
  public void close() {
    live.close();
    try (lock) {
      log.close();
    } catch (IOException e) {
      LOG.warn("{} was not closed cleanly", properties.directory(), e);
    }
  }
}
