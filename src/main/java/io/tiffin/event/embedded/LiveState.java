package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.EventRows;
import io.tiffin.event.Feed;
import io.tiffin.event.Replay;
import io.tiffin.event.ReplayCounts;
import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.geo.Zones;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.springframework.util.unit.DataSize;

/**
 * What the events add up to, in memory and, as of the last commit, in a database. One thread
 * applies and commits; what was committed may be read by others.
 */
final class LiveState implements AutoCloseable {

  /** Journeys, profiles and rows that stay in memory, each. Chosen: some 100 MB at the most. */
  private static final int MOST_IN_MEMORY = 20_000;

  /** Entries looked at for every event, to forget what is over. Chosen: once through in hours. */
  private static final int LOOKED_AT_PER_EVENT = 1;

  private static final int LOOKED_AT_PER_COMMIT = 16;

  private final EventState state;
  private final UnpublishedRows unpublished;
  private final Replay replay;
  private final EventRows rows;
  private final Expiry expiry;
  private final Catalogue catalogue;
  private boolean closed;
  private @Nullable StateBatch unwritten;
  private long committedMicros;
  private int uncommitted;
  private volatile LogPosition position;
  private volatile List<Feed> feeds;

  private LiveState(
      StateDatabase database, Catalogue catalogue, Zones zones, int mostUnpublishedInMemory) {
    this.catalogue = catalogue;
    state = new EventState(database);
    unpublished = new UnpublishedRows(state, mostUnpublishedInMemory);
    rows = new EventRows(catalogue);
    expiry = new Expiry(catalogue);
    replay = Replay.from(catalogue, zones, state, state.progress());
    position = state.applied().position();
    committedMicros = state.applied().nowMicros();
    feeds = state.feeds();
  }

  /**
   * Opens what was committed in a directory, or nothing.
   *
   * @param mostUnpublishedInMemory keys of rows to publish
   */
  static LiveState open(
      Path directory,
      DataSize memory,
      Catalogue catalogue,
      Zones zones,
      int mostUnpublishedInMemory)
      throws RocksDBException {
    StateDatabase database = StateDatabase.open(directory, memory);
    try {
      return new LiveState(database, catalogue, zones, mostUnpublishedInMemory);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Applies one event. */
  Verdict apply(Event event) {
    uncommitted++;
    return replay.accept(event);
  }

  /** How many events were applied since the last commit. */
  int uncommitted() {
    return uncommitted;
  }

  /**
   * Commits all that was applied.
   *
   * @param upTo where in the log that reaches
   * @throws RocksDBException if it could not be written; to be called again
   */
  void commit(LogPosition upTo) throws RocksDBException {
    writeUnwritten();
    if (uncommitted == 0 && upTo.equals(position)) {
      return;
    }
    StateBatch batch = new StateBatch(upTo, rows);
    if (committedMicros != Long.MIN_VALUE) {
      int looks = LOOKED_AT_PER_COMMIT + LOOKED_AT_PER_EVENT * uncommitted;
      expiry.walk(state, batch, committedMicros, looks);
    }
    replay.drain(batch);
    unwritten = batch;
    uncommitted = 0;
    writeUnwritten();
  }

  private void writeUnwritten() throws RocksDBException {
    StateBatch batch = unwritten;
    if (batch == null) {
      return;
    }
    unpublished.commit(batch);
    feeds = batch.feeds();
    position = batch.position();
    committedMicros = batch.nowMicros();
    unwritten = null;
    batch.close();
    replay.keepInMemory(MOST_IN_MEMORY);
  }

  /** Puts rows in the place of others, to be committed with what was applied. */
  void replace(List<Row> others) throws RocksDBException {
    try (StateBatch batch = new StateBatch(position, rows)) {
      others.forEach(batch::row);
      unpublished.commit(batch);
    }
  }

  /** A row that nothing counts in; empty if the catalogue does not have its view. */
  Optional<Row> emptyRow(RowKey key) {
    return catalogue
        .view(key.view())
        .filter(view -> view.kind() == ViewKind.EVENT)
        .map(view -> replay.schema(view.name()).empty().encode(committedMicros))
        .map(body -> new Row(key, 1, committedMicros, body));
  }

  /** Up to where events are committed. */
  LogPosition position() {
    return position;
  }

  List<Feed> feeds() {
    return feeds;
  }

  /** What became of all events that were applied, by the applying thread only. */
  ReplayCounts counts() {
    return replay.counts();
  }

  EventState state() {
    return state;
  }

  UnpublishedRows unpublished() {
    return unpublished;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    StateBatch batch = unwritten;
    if (batch != null) {
      batch.close();
    }
    state.database().close();
  }
}
