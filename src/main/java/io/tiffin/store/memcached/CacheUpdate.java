package io.tiffin.store.memcached;

import com.spotify.folsom.MemcacheStatus;
import io.tiffin.batching.Deadline;
import io.tiffin.store.Envelope;
import io.tiffin.store.Standing;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
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
 *
 * <p>A row enters the cache by a fill only, under a lease: an update replaces an older row, and
 * otherwise ends the lease. Were it to add a row where nothing stands, one that was held up here
 * would bring back an older row than the cache has forgotten.
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
      case Read.Nothing _ -> onNothing(index);
      case Read.Stored(CachedValue value, long version) -> onStored(index, value, version);
      case Read.Silent _ -> done(index, new WriteOutcome.Failed(unanswered(index), null));
      case Read.Broken(Throwable cause) ->
          done(index, new WriteOutcome.Failed(unanswered(index), cause));
    };
  }

  private @Nullable CompletionStage<MemcacheStatus> onNothing(int index) {
    if (changes.get(index) instanceof Standing.AtLeast) {
      Nodes.Place place = places.get(index);
      return place.node().add(place.name(), CachedValue.withheld(), lifetimes.ofLeases());
    }
    return done(index, new WriteOutcome.Applied());
  }

  private @Nullable CompletionStage<MemcacheStatus> onStored(
      int index, CachedValue value, long version) {
    return switch (value) {
      case CachedValue.Held(StoredRow.Present present) ->
          onRow(index, present.row().revision(), version);
      case CachedValue.Held(StoredRow.Tombstone(long revision)) -> onRow(index, revision, version);
      case CachedValue.Held(StoredRow.Unreadable _) -> withhold(index, version);
      case CachedValue.Leased _ -> onNote(index, version, true);
      case CachedValue.Withheld _ -> onNote(index, version, false);
    };
  }

  private @Nullable CompletionStage<MemcacheStatus> onRow(
      int index, long revision, long version) {
    Standing change = changes.get(index);
    if (revision >= change.revision()) {
      return done(index, new WriteOutcome.Superseded(revision));
    }
    return switch (change) {
      case Standing.Present(var row) -> replace(index, version, Envelope.pack(row));
      case Standing.Absent(var key, long since) ->
          replace(index, version, Envelope.packTombstone(key, since));
      case Standing.AtLeast _ -> withhold(index, version);
    };
  }

  /** Nothing is held: only the lease is to be ended, so that the next reader gets one. */
  private @Nullable CompletionStage<MemcacheStatus> onNote(
      int index, long version, boolean leased) {
    if (changes.get(index) instanceof Standing.AtLeast) {
      return withhold(index, version);
    }
    return leased
        ? places.get(index).node().remove(places.get(index).name(), version)
        : done(index, new WriteOutcome.Applied());
  }

  /** A row that the server finds too large takes the older one away all the same. */
  private CompletionStage<MemcacheStatus> replace(int index, long version, byte[] envelope) {
    Nodes.Place place = places.get(index);
    return place
        .node()
        .replace(place.name(), version, envelope, lifetimes.of(changes.get(index)))
        .thenCompose(status ->
            status == MemcacheStatus.VALUE_TOO_LARGE
                ? withhold(index, version)
                : CompletableFuture.completedFuture(status));
  }

  private CompletionStage<MemcacheStatus> withhold(int index, long version) {
    Nodes.Place place = places.get(index);
    return place
        .node()
        .replace(place.name(), version, CachedValue.withheld(), lifetimes.ofLeases());
  }

  /** Returns whether the outcome is known: false for what somebody else has changed meanwhile. */
  private boolean settle(Write write, Deadline deadline) {
    switch (Reply.await(write.status, deadline)) {
      case Reply.Answered<MemcacheStatus>(MemcacheStatus status) -> {
        return settle(write.index, status);
      }
      case Reply.Silent<MemcacheStatus> _ ->
          done(write.index, new WriteOutcome.Failed(unanswered(write.index), null));
      case Reply.Broken<MemcacheStatus>(Throwable cause) ->
          done(write.index, new WriteOutcome.Failed(unanswered(write.index), cause));
    }
    return true;
  }

  private boolean settle(int index, MemcacheStatus status) {
    if (status == MemcacheStatus.KEY_EXISTS
        || status == MemcacheStatus.KEY_NOT_FOUND
        || status == MemcacheStatus.ITEM_NOT_STORED) {
      return false;
    }
    outcomes[index] =
        status == MemcacheStatus.OK
            ? new WriteOutcome.Applied()
            : new WriteOutcome.Failed(
                places.get(index).node().address() + " has refused it: " + status,
                new MemcachedRefusedException(status));
    return true;
  }

  private @Nullable CompletionStage<MemcacheStatus> done(int index, WriteOutcome outcome) {
    outcomes[index] = outcome;
    return null;
  }

  private String unanswered(int index) {
    return places.get(index).node().address() + " has not answered";
  }
}
