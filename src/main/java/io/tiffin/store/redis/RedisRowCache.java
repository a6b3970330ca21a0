package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.CacheRead;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.Standing;
import io.tiffin.store.StoredRow;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.redis.LookUps.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Redis as a cache: an {@link Envelope} under a row's key, and beside it, while a reader is about
 * to fill it in, the token of its lease. Scripts change the two in one step.
 *
 * <p>A value that is no envelope is reported as a failure of its key and removed, so that the next
 * read fills it in again.
 */
final class RedisRowCache implements RowCache {

  private static final CacheRead MISS = new CacheRead.Miss();

  /** How long a reader may take from its miss to its fill. Chosen: above any deadline. */
  private static final byte[] LEASE_TIME = Milliseconds.bytes(Duration.ofSeconds(2));

  private final Source source;
  private final RedisKeys keys;
  private final Lifetimes lifetimes;
  private final RedisLink reads;
  private final RedisLink writes;
  private final LookUps lookUps;
  private final ScriptRuns scripts;
  private final RandomGenerator random;
  private volatile boolean closed;

  /**
   * How long things are remembered.
   *
   * @param ofRows by the row's view
   * @param ofAbsence that a key was never written
   */
  record Lifetimes(Function<String, Duration> ofRows, Duration ofAbsence) {

    static Lifetimes of(RedisStoreProperties properties, RowLifetimes lifetimes) {
      Duration longest = properties.cacheTimeToLive();
      return new Lifetimes(
          view -> {
            Duration own = lifetimes.of(view).inCaches();
            return longest == null || own.compareTo(longest) < 0 ? own : longest;
          },
          properties.absenceTimeToLive());
    }
  }

  /**
   * @param reads where rows are looked up; not closed with the cache
   * @param writes where scripts run; not closed with the cache
   * @param random for the leases' tokens; thread-safe
   */
  RedisRowCache(
      Source source,
      RedisKeys keys,
      Lifetimes lifetimes,
      RedisLink reads,
      RedisLink writes,
      Limits limits,
      RandomGenerator random) {
    this.source = source;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.reads = reads;
    this.writes = writes;
    this.lookUps = new LookUps(reads, limits);
    this.scripts = new ScriptRuns(writes);
    this.random = random;
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<CacheRead> find(List<RowKey> wanted, Deadline deadline) {
    if (closed) {
      return Collections.nCopies(
          wanted.size(), new CacheRead.Failed(Reason.ERROR, closedAlready()));
    }
    List<byte[]> keyBytes = new ArrayList<>(wanted.size());
    List<byte[]> redisKeys = new ArrayList<>(wanted.size());
    for (RowKey key : wanted) {
      byte[] bytes = KeyEncoding.bytes(key);
      keyBytes.add(bytes);
      redisKeys.add(keys.row(bytes));
    }
    List<Reply> replies = lookUps.find(redisKeys, deadline);
    List<CacheRead> reads = new ArrayList<>(wanted.size());
    for (int i = 0; i < replies.size(); i++) {
      reads.add(read(wanted.get(i), keyBytes.get(i), replies.get(i)));
    }
    return Collections.unmodifiableList(reads);
  }

  private CacheRead read(RowKey key, byte[] keyBytes, Reply reply) {
    return switch (reply) {
      case LookUps.Value value -> read(key, keyBytes, value.bytes());
      case LookUps.Nothing _ -> MISS;
      case LookUps.Failure failure -> new CacheRead.Failed(failure.reason(), failure.cause());
    };
  }

  private CacheRead read(RowKey key, byte[] keyBytes, byte[] value) {
    StoredRow stored = Envelope.unpack(key, keyBytes, value);
    if (stored.outcome(key, source) instanceof Outcome.Failed(Reason reason, var cause, var _)) {
      forget(keyBytes, value);
      return new CacheRead.Failed(reason, cause);
    }
    return new CacheRead.Hit(stored.outcome(key, source));
  }

  /** Removes what is no row, unless it has changed; nobody waits for it. */
  private void forget(byte[] keyBytes, byte[] value) {
    byte[] digest = RedisScript.sha1(value).getBytes(US_ASCII);
    ScriptCall call = RedisScript.FORGET.call(List.of(keys.row(keyBytes)), digest);
    var _ = RedisScript.FORGET.run(writes, List.of(call));
  }

  @Override
  public List<Lease> lease(List<RowKey> wanted, Deadline deadline) {
    if (closed) {
      return Collections.nCopies(wanted.size(), Lease.NONE);
    }
    List<Lease> asked = new ArrayList<>(wanted.size());
    List<ScriptCall> calls = new ArrayList<>(wanted.size());
    for (RowKey key : wanted) {
      Lease lease = new Lease(random.nextLong(1, Long.MAX_VALUE));
      asked.add(lease);
      byte[] leaseKey = RedisKeys.lease(keys.row(key));
      calls.add(RedisScript.LEASE.call(List.of(leaseKey), token(lease), LEASE_TIME));
    }
    List<WriteOutcome> outcomes = scripts.run(RedisScript.LEASE, calls, deadline);
    List<Lease> granted = new ArrayList<>(wanted.size());
    for (int i = 0; i < asked.size(); i++) {
      granted.add(outcomes.get(i) instanceof WriteOutcome.Applied ? asked.get(i) : Lease.NONE);
    }
    return Collections.unmodifiableList(granted);
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    if (closed) {
      return;
    }
    List<ScriptCall> calls = new ArrayList<>(fills.size());
    for (Fill fill : fills) {
      Standing standing = fill.standing();
      if (fill.lease().granted() && !(standing instanceof Standing.AtLeast)) {
        calls.add(
            RedisScript.FILL.call(
                rowAndLease(standing.key()),
                envelope(standing),
                timeToLive(standing),
                token(fill.lease())));
      }
    }
    var _ = scripts.run(RedisScript.FILL, calls, deadline);
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    if (closed) {
      return Collections.nCopies(
          changes.size(), new WriteOutcome.Failed("the Redis cache is closed", closedAlready()));
    }
    List<ScriptCall> calls = new ArrayList<>(changes.size());
    for (Standing change : changes) {
      calls.add(
          RedisScript.UPDATE.call(rowAndLease(change.key()), envelope(change), timeToLive(change)));
    }
    return scripts.run(RedisScript.UPDATE, calls, deadline);
  }

  private List<byte[]> rowAndLease(RowKey key) {
    byte[] row = keys.row(key);
    return List.of(row, RedisKeys.lease(row));
  }

  private static byte[] token(Lease lease) {
    return ByteBuffer.allocate(Long.BYTES).putLong(lease.token()).array();
  }

  private static byte[] envelope(Standing standing) {
    return switch (standing) {
      case Standing.Present(var row) -> Envelope.pack(row);
      case Standing.Absent(RowKey key, long revision) -> Envelope.packTombstone(key, revision);
      case Standing.AtLeast(RowKey key, long revision) -> Envelope.packTombstone(key, revision);
    };
  }

  private byte[] timeToLive(Standing standing) {
    return switch (standing) {
      case Standing.Present(var row) ->
          Milliseconds.bytes(lifetimes.ofRows().apply(row.key().view()));
      case Standing.Absent(RowKey key, long revision) ->
          Milliseconds.bytes(
              revision == 0 ? lifetimes.ofAbsence() : lifetimes.ofRows().apply(key.view()));
      case Standing.AtLeast _ -> Milliseconds.NONE;
    };
  }

  @Override
  public Check check(Deadline deadline) {
    return closed ? new Check(false, "the Redis cache is closed") : reads.check(deadline);
  }

  @Override
  public void close() {
    closed = true;
  }

  private static Exception closedAlready() {
    return new RedisUnavailableException("the Redis cache is closed", null);
  }
}
