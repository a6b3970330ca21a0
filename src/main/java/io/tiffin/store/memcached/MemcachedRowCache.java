package io.tiffin.store.memcached;

import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheStatus;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.Outcome;
import io.tiffin.store.RowCache;
import io.tiffin.store.Standing;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Rows in Memcached. What stands under a key, see {@link CachedValue}, is changed by adding and by
 * compare-and-set only:
 *
 * <pre>
 * lease           nothing                  → lease            add
 * fill            my lease                 → row              if it stands still
 * update          older row                → row              if it stands still
 *                 lease                    → nothing          if it stands still
 * update AtLeast  older row, lease, nothing → withheld        if it stands still
 * </pre>
 *
 * <p>A node that does not answer fails its own keys; no other takes its place, see {@link
 * NodeRing}.
 */
final class MemcachedRowCache implements RowCache {

  static final Source SOURCE = new Source("MEMCACHED");

  private final Cluster cluster;
  private final Lifetimes lifetimes;
  private final Duration timeout;
  private final Ticker ticker;

  /**
   * @param timeout how long one call waits at most
   */
  MemcachedRowCache(Cluster cluster, Lifetimes lifetimes, Duration timeout, Ticker ticker) {
    this.cluster = cluster;
    this.lifetimes = lifetimes;
    this.timeout = timeout;
    this.ticker = ticker;
  }

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return Collections.nCopies(
          keys.size(), new CacheRead.Failed(Outcome.Failed.Reason.ERROR, cluster.whyEmpty()));
    }
    if (!nodes.areUsed(ticker)) {
      return Collections.nCopies(keys.size(), new CacheRead.Miss());
    }
    List<Read> reads = Nodes.read(places(keys, nodes), deadline.atMost(timeout));
    List<CacheRead> found = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      found.add(found(keys.get(i), reads.get(i)));
    }
    return Collections.unmodifiableList(found);
  }

  private static CacheRead found(RowKey key, Read read) {
    return switch (read) {
      case Read.Nothing _ -> new CacheRead.Miss();
      case Read.Stored(CachedValue.Held(StoredRow row), long _) -> held(row.outcome(key, SOURCE));
      case Read.Stored _ -> new CacheRead.Miss();
      case Read.Silent _ -> new CacheRead.Failed(Outcome.Failed.Reason.TIMED_OUT, null);
      case Read.Broken(Throwable cause) ->
          new CacheRead.Failed(Outcome.Failed.Reason.ERROR, cause);
    };
  }

  private static CacheRead held(Outcome outcome) {
    return outcome instanceof Outcome.Failed(var reason, var cause, Source _)
        ? new CacheRead.Failed(reason, cause)
        : new CacheRead.Hit(outcome);
  }

  @Override
  public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty() || !nodes.areUsed(ticker)) {
      return Collections.nCopies(keys.size(), Lease.NONE);
    }
    List<Long> tokens = new ArrayList<>(keys.size());
    List<CompletionStage<MemcacheStatus>> adds = new ArrayList<>(keys.size());
    for (Nodes.Place place : places(keys, nodes)) {
      long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
      tokens.add(token);
      adds.add(
          place.node().add(place.name(), CachedValue.lease(token), lifetimes.ofLeases()));
    }
    Deadline end = deadline.atMost(timeout);
    List<Lease> leases = new ArrayList<>(keys.size());
    for (int i = 0; i < adds.size(); i++) {
      boolean granted =
          Reply.await(adds.get(i), end) instanceof Reply.Answered<MemcacheStatus>(var status)
              && status == MemcacheStatus.OK;
      leases.add(granted ? new Lease(tokens.get(i)) : Lease.NONE);
    }
    return Collections.unmodifiableList(leases);
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return;
    }
    Deadline end = deadline.atMost(timeout);
    List<Nodes.Place> places =
        places(fills.stream().map(fill -> fill.standing().key()).toList(), nodes);
    List<Read> reads = Nodes.read(places, end);
    List<CompletionStage<MemcacheStatus>> writes = new ArrayList<>(fills.size());
    for (int i = 0; i < fills.size(); i++) {
      Fill fill = fills.get(i);
      if (reads.get(i) instanceof Read.Stored(CachedValue.Leased(long token), long version)
          && token == fill.lease().token()
          && !(fill.standing() instanceof Standing.AtLeast)) {
        Nodes.Place place = places.get(i);
        writes.add(
            place
                .node()
                .replace(
                    place.name(),
                    version,
                    envelope(fill.standing()),
                    lifetimes.of(fill.standing())));
      }
    }
    for (CompletionStage<MemcacheStatus> write : writes) {
      var _ = Reply.await(write, end); // best effort: what fails is read again
    }
  }

  private static byte[] envelope(Standing standing) {
    return standing instanceof Standing.Present(var row)
        ? Envelope.pack(row)
        : Envelope.packTombstone(standing.key(), standing.revision());
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return Collections.nCopies(
          changes.size(), new WriteOutcome.Failed("no node is known", cluster.whyEmpty()));
    }
    return new CacheUpdate(changes, nodes, lifetimes).apply(deadline);
  }

  /** Asks every node for one key. */
  @Override
  public Check check(Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return new Check(false, "no node is known: " + cluster.whyEmpty().getMessage());
    }
    String probe = nodes.keys().of(new RowKey("check", "check"));
    List<CompletionStage<List<GetResult<byte[]>>>> probes =
        nodes.all().stream().map(node -> node.get(List.of(probe))).toList();
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      if (!(Reply.await(probes.get(i), deadline) instanceof Reply.Answered)) {
        silent.add(nodes.all().get(i).address());
      }
    }
    return silent.isEmpty()
        ? new Check(true, probes.size() + " nodes answer")
        : new Check(
            false, "of " + probes.size() + " nodes these do not answer: " + String.join(", ", silent));
  }

  @Override
  public void close() {
    cluster.close();
  }

  private static List<Nodes.Place> places(List<RowKey> keys, Nodes nodes) {
    return keys.stream().map(nodes::place).toList();
  }
}
