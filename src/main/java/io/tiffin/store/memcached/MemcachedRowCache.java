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
import io.tiffin.store.memcached.Reads.Read;
import io.tiffin.store.memcached.Replies.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Rows in Memcached. What stands under a key, see {@link CachedValues}, is changed by adding where
 * nothing stands, and by compare-and-set and compare-and-delete otherwise:
 *
 * <pre>
 * lease           nothing              → lease
 * fill            my lease             → row
 * update          nothing, older, lease → row
 * update AtLeast  older, lease         → nothing
 * </pre>
 *
 * <p>A node that does not answer fails its own keys; no other takes its place, see {@link
 * NodeRing}.
 */
final class MemcachedRowCache implements RowCache {

  static final Source SOURCE = new Source("MEMCACHED");

  /** Writes under way for one call; each is a request of its own. Chosen. */
  private static final int BATCH = 250;

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
      case Reads.Nothing _ -> new CacheRead.Miss();
      case Reads.Stored(CachedValues.Held(StoredRow row), long _) -> held(row.outcome(key, SOURCE));
      case Reads.Stored _ -> new CacheRead.Miss();
      case Reads.Silent _ -> new CacheRead.Failed(Outcome.Failed.Reason.TIMED_OUT, null);
      case Reads.Broken(Throwable cause) ->
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
    Deadline end = deadline.atMost(timeout);
    List<Lease> leases = new ArrayList<>(keys.size());
    for (List<RowKey> batch : batches(keys)) {
      leases.addAll(leaseBatch(places(batch, nodes), end));
    }
    return Collections.unmodifiableList(leases);
  }

  private List<Lease> leaseBatch(List<Nodes.Place> places, Deadline end) {
    if (end.hasPassed()) {
      return Collections.nCopies(places.size(), Lease.NONE);
    }
    List<Lease> asked = new ArrayList<>(places.size());
    List<CompletionStage<MemcacheStatus>> adds = new ArrayList<>(places.size());
    for (Nodes.Place place : places) {
      Lease lease = new Lease(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
      byte[] value = CachedValues.lease(lease.token());
      asked.add(lease);
      adds.add(place.node().add(place.name(), value, lifetimes.ofLeases()));
    }
    List<Lease> leases = new ArrayList<>(places.size());
    for (int i = 0; i < adds.size(); i++) {
      leases.add(isDone(Replies.await(adds.get(i), end)) ? asked.get(i) : Lease.NONE);
    }
    return leases;
  }

  private static boolean isDone(Reply<MemcacheStatus> reply) {
    return reply instanceof Replies.Answered<MemcacheStatus>(var status)
        && status == MemcacheStatus.OK;
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return;
    }
    Deadline end = deadline.atMost(timeout);
    for (List<Fill> batch : batches(fills)) {
      if (!end.hasPassed()) {
        fillBatch(batch, nodes, end);
      }
    }
  }

  private void fillBatch(List<Fill> fills, Nodes nodes, Deadline end) {
    List<Nodes.Place> places =
        places(fills.stream().map(fill -> fill.standing().key()).toList(), nodes);
    List<Read> reads = Nodes.read(places, end);
    List<CompletionStage<MemcacheStatus>> writes = new ArrayList<>(fills.size());
    for (int i = 0; i < fills.size(); i++) {
      Lease lease = fills.get(i).lease();
      if (reads.get(i) instanceof Reads.Stored(CachedValues.Leased(long token), long version)
          && token == lease.token()) {
        writes.add(fill(places.get(i), version, fills.get(i).standing()));
      }
    }
    for (CompletionStage<MemcacheStatus> write : writes) {
      var _ = Replies.await(write, end); // best effort: what fails is read again
    }
  }

  private CompletionStage<MemcacheStatus> fill(Nodes.Place place, long version, Standing standing) {
    return place.node().replace(place.name(), version, envelope(standing), lifetimes.of(standing));
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
    List<WriteOutcome> outcomes = new ArrayList<>(changes.size());
    for (List<Standing> batch : batches(changes)) {
      outcomes.addAll(new CacheUpdate(batch, nodes, lifetimes).apply(deadline));
    }
    return Collections.unmodifiableList(outcomes);
  }

  /** Asks every node for one key. */
  @Override
  public Check check(Deadline deadline) {
    Nodes nodes = cluster.now();
    if (nodes.ring().isEmpty()) {
      return new Check(false, "no node is known: " + cluster.whyEmpty().getMessage());
    }
    String probe = nodes.keys().of(new RowKey("check", "check"));
    List<Node> all = nodes.all();
    List<CompletionStage<List<GetResult<byte[]>>>> probes =
        all.stream().map(node -> node.get(List.of(probe))).toList();
    List<String> silent = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      if (!(Replies.await(probes.get(i), deadline) instanceof Replies.Answered)) {
        silent.add(all.get(i).address());
      }
    }
    return silent.isEmpty()
        ? new Check(true, probes.size() + " nodes answer")
        : new Check(
            false,
            "of " + probes.size() + " nodes these do not answer: " + String.join(", ", silent));
  }

  @Override
  public void close() {
    cluster.close();
  }

  private static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>(all.size() / BATCH + 1);
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }

  private static List<Nodes.Place> places(List<RowKey> keys, Nodes nodes) {
    return keys.stream().map(nodes::place).toList();
  }
}
