package io.tiffin.store.memcached;

import com.spotify.folsom.MemcacheStatus;
import io.tiffin.batching.Deadline;
import io.tiffin.store.Envelope;
import io.tiffin.store.Standing;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.memcached.Reads.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys up to date, in rounds: all are read, what is older is replaced if it stands still,
 * and the keys that somebody else has changed meanwhile go into the next round. Used once, by one
 * thread.
 */
final class CacheUpdate {

  private final List<Standing> changes;
  private final List<Nodes.Place> places;
  private final Lifetimes lifetimes;
  private final @Nullable WriteOutcome[] outcomes;

  CacheUpdate(List<Standing> changes, Nodes nodes, Lifetimes lifetimes) {
    this.changes = changes;
    this.lifetimes = lifetimes;
    places = changes.stream().map(change -> nodes.place(change.key())).toList();
    outcomes = new @Nullable WriteOutcome[changes.size()];
  }

  List<WriteOutcome> apply(Deadline deadline) {
    List<Integer> open = IntStream.range(0, changes.size()).boxed().toList();
    while (!open.isEmpty() && !deadline.hasPassed()) {
      open = round(open, deadline);
    }
    for (int index : open) {
      outcomes[index] = new WriteOutcome.Failed("the deadline had passed", null);
    }
    List<WriteOutcome> complete = new ArrayList<>(outcomes.length);
    for (WriteOutcome outcome : outcomes) {
      complete.add(Objects.requireNonNull(outcome));
    }
    return List.copyOf(complete);
  }

  /** A write under way. */
  private record Write(int index, CompletionStage<MemcacheStatus> status) {}

  /** Returns what is to be tried again. */
  private List<Integer> round(List<Integer> open, Deadline deadline) {
    List<Read> reads = Nodes.read(open.stream().map(places::get).toList(), deadline);
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      int index = open.get(i);
      CompletionStage<MemcacheStatus> write = write(index, reads.get(i));
      if (write != null) {
        writes.add(new Write(index, write));
      }
    }
    List<Integer> again = new ArrayList<>();
    for (Write write : writes) {
      if (!settle(write, deadline)) {
        again.add(write.index);
      }
    }
    return again;
  }

  /** Begins the write that is needed; null if none is, then the outcome is known. */
  private @Nullable CompletionStage<MemcacheStatus> write(int index, Read read) {
    return switch (read) {
      case Reads.Nothing _ -> onNothing(index);
      case Reads.Stored(CachedValues.Leased _, long version) -> onOlder(index, version);
      case Reads.Stored(CachedValues.Held(StoredRow.Unreadable _), long version) ->
          remove(index, version);
      case Reads.Stored(CachedValues.Held(StoredRow.Present present), long version) ->
          onRow(index, present.row().revision(), version);
      case Reads.Stored(CachedValues.Held(StoredRow.Tombstone(long revision)), long version) ->
          onRow(index, revision, version);
      case Reads.Silent _ -> failed(index, null);
      case Reads.Broken(Throwable cause) -> failed(index, cause);
    };
  }

  private @Nullable CompletionStage<MemcacheStatus> onNothing(int index) {
    Standing change = changes.get(index);
    byte[] envelope = envelope(change);
    if (envelope == null) {
      return done(index, new WriteOutcome.Applied());
    }
    Nodes.Place place = places.get(index);
    return place
        .node()
        .add(place.name(), envelope, lifetimes.of(change))
        .thenApply(CacheUpdate::tooLargeIsDone);
  }

  private @Nullable CompletionStage<MemcacheStatus> onRow(int index, long revision, long version) {
    return revision >= changes.get(index).revision()
        ? done(index, new WriteOutcome.Superseded(revision))
        : onOlder(index, version);
  }

  /** What stands goes: an older row, or a lease under which an older row would be filled in. */
  private CompletionStage<MemcacheStatus> onOlder(int index, long version) {
    Standing change = changes.get(index);
    byte[] envelope = envelope(change);
    if (envelope == null) {
      return remove(index, version);
    }
    Nodes.Place place = places.get(index);
    return place
        .node()
        .replace(place.name(), version, envelope, lifetimes.of(change))
        .thenCompose(status ->
            status == MemcacheStatus.VALUE_TOO_LARGE
                ? remove(index, version) // it takes the older one away all the same
                : CompletableFuture.completedFuture(status));
  }

  private CompletionStage<MemcacheStatus> remove(int index, long version) {
    Nodes.Place place = places.get(index);
    return place.node().remove(place.name(), version);
  }

  /** Where nothing stands and nothing can, nothing older stands either. */
  private static MemcacheStatus tooLargeIsDone(MemcacheStatus status) {
    return status == MemcacheStatus.VALUE_TOO_LARGE ? MemcacheStatus.OK : status;
  }

  /** What is to stand; null for nothing. */
  private static byte @Nullable [] envelope(Standing change) {
    return switch (change) {
      case Standing.Present(var row) -> Envelope.pack(row);
      case Standing.Absent(var key, long revision) -> Envelope.packTombstone(key, revision);
      case Standing.AtLeast _ -> null;
    };
  }

  /** Returns whether the outcome is known: false for what somebody else has changed meanwhile. */
  private boolean settle(Write write, Deadline deadline) {
    return switch (Replies.await(write.status, deadline)) {
      case Replies.Answered<MemcacheStatus>(MemcacheStatus status) -> settle(write.index, status);
      case Replies.Silent<MemcacheStatus> _ -> failed(write.index, null) == null;
      case Replies.Broken<MemcacheStatus>(Throwable cause) -> failed(write.index, cause) == null;
    };
  }

  private boolean settle(int index, MemcacheStatus status) {
    if (status == MemcacheStatus.KEY_EXISTS
        || status == MemcacheStatus.KEY_NOT_FOUND
        || status == MemcacheStatus.ITEM_NOT_STORED) {
      return false;
    }
    WriteOutcome outcome =
        status == MemcacheStatus.OK
            ? new WriteOutcome.Applied()
            : new WriteOutcome.Failed(
                places.get(index).node().address() + " has refused the row: " + status,
                new MemcachedRefusedException(status));
    return done(index, outcome) == null;
  }

  private @Nullable CompletionStage<MemcacheStatus> failed(int index, @Nullable Throwable cause) {
    return done(
        index,
        new WriteOutcome.Failed(
            places.get(index).node().address() + " has not taken the row", cause));
  }

  private @Nullable CompletionStage<MemcacheStatus> done(int index, WriteOutcome outcome) {
    outcomes[index] = outcome;
    return null;
  }
}
