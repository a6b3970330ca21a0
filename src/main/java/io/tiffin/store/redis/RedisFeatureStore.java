package io.tiffin.store.redis;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.KeyEncoding;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.redis.LookUps.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Redis as a source of truth: as durable as the server is made to be. Reads go to masters, so a
 * read after a write sees it, except over a failover that lost the write.
 *
 * <p>What is stored under a row's key but is no row is left alone: reads and writes of that key
 * fail until somebody deletes it.
 */
final class RedisFeatureStore implements FeatureStore {

  private final Source source;
  private final RedisKeys keys;
  private final RowLifetimes lifetimes;
  private final RedisLink reads;
  private final LookUps lookUps;
  private final ScriptRuns scripts;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * @param reads where rows are looked up; not closed with the store
   * @param writes where scripts run; not closed with the store
   */
  RedisFeatureStore(
      Source source,
      RedisKeys keys,
      RowLifetimes lifetimes,
      RedisLink reads,
      RedisLink writes,
      Limits limits) {
    this.source = source;
    this.keys = keys;
    this.lifetimes = lifetimes;
    this.reads = reads;
    this.lookUps = new LookUps(reads, limits);
    this.scripts = new ScriptRuns(writes);
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<Outcome> find(Query query) {
    List<RowKey> wanted = query.keys();
    if (closed) {
      return Collections.nCopies(
          wanted.size(), new Outcome.Failed(Reason.ERROR, closedAlready(), source));
    }
    List<byte[]> keyBytes = new ArrayList<>(wanted.size());
    List<byte[]> redisKeys = new ArrayList<>(wanted.size());
    for (RowKey key : wanted) {
      byte[] bytes = KeyEncoding.bytes(key);
      keyBytes.add(bytes);
      redisKeys.add(keys.row(bytes));
    }
    List<Reply> replies = lookUps.find(redisKeys, query.deadline());
    List<Outcome> outcomes = new ArrayList<>(wanted.size());
    for (int i = 0; i < replies.size(); i++) {
      outcomes.add(outcome(wanted.get(i), keyBytes.get(i), replies.get(i)));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private Outcome outcome(RowKey key, byte[] keyBytes, Reply reply) {
    return switch (reply) {
      case LookUps.Value value ->
          Envelope.unpack(key, keyBytes, value.bytes()).outcome(key, source);
      case LookUps.Nothing _ -> new Outcome.Absent(0, source);
      case LookUps.Failure failure -> new Outcome.Failed(failure.reason(), failure.cause(), source);
    };
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<ScriptCall> calls = new ArrayList<>(rows.size());
    for (Row row : rows) {
      calls.add(RedisScript.PUT.call(key(row.key()), Envelope.pack(row), timeToLive(row.key())));
    }
    return write(RedisScript.PUT, calls, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    ScriptCall call =
        RedisScript.PUT.call(key(key), Envelope.packTombstone(key, revision), timeToLive(key));
    return write(RedisScript.PUT, List.of(call), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    ScriptCall call =
        RedisScript.REPLACE.call(
            key(row.key()),
            Envelope.pack(row),
            timeToLive(row.key()),
            ByteBuffer.allocate(Long.BYTES).putLong(expectedRevision).array());
    return write(RedisScript.REPLACE, List.of(call), deadline).getFirst();
  }

  private List<byte[]> key(RowKey key) {
    return List.of(keys.row(key));
  }

  private byte[] timeToLive(RowKey key) {
    return lifetimes.of(key.view()).atSource().map(Milliseconds::bytes).orElse(Milliseconds.NONE);
  }

  private List<WriteOutcome> write(RedisScript script, List<ScriptCall> calls, Deadline deadline) {
    closing.readLock().lock();
    try {
      return closed
          ? Collections.nCopies(
              calls.size(), new WriteOutcome.Failed("the Redis store is closed", closedAlready()))
          : scripts.run(script, calls, deadline);
    } finally {
      closing.readLock().unlock();
    }
  }

  @Override
  public Check check(Deadline deadline) {
    return closed ? new Check(false, "the Redis store is closed") : reads.check(deadline);
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
    } finally {
      closing.writeLock().unlock();
    }
  }

  private static Exception closedAlready() {
    return new RedisUnavailableException("the Redis store is closed", null);
  }
}
