package io.tiffin.store.firestore;

import com.google.firestore.v1.Document;
import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Envelope;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.firestore.FirestoreConnection.Database;
import io.tiffin.store.firestore.LookUps.Reply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Firestore as a source of truth: one document for each row or tombstone. Every read is strongly
 * consistent, so that both {@link Query.Consistency consistencies} are the same.
 *
 * <p>A document of a row's name that is no row is left alone: reads and writes of that key fail
 * until somebody deletes it. One that has expired and still lies there is as absent.
 */
final class FirestoreFeatureStore implements FeatureStore {

  private static final String CLOSED = "the Firestore store is closed";

  private final Source source;
  private final DocumentNames names;
  private final RowLifetimes lifetimes;
  private final InstantSource clock;
  private final LookUps lookUps;
  private final Writes writes;
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * @param database not closed with the store
   * @param clock of the machine: rows expire by it
   */
  FirestoreFeatureStore(
      Source source,
      Database database,
      FirestoreStoreProperties properties,
      RowLifetimes lifetimes,
      InstantSource clock) {
    this.source = source;
    this.names = new DocumentNames(database.name(), properties.collection());
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.lookUps =
        new LookUps(
            database.calls(),
            database.name(),
            properties.keysPerRead(),
            properties.concurrentReads());
    WriteRounds rounds =
        new WriteRounds(
            database.calls(), database.name(), lookUps, clock, properties.concurrentWrites());
    this.writes = new Writes(rounds, properties.rowsPerWrite(), properties.concurrentWrites());
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
    List<String> asked = new ArrayList<>(wanted.size());
    for (RowKey key : wanted) {
      asked.add(names.of(key));
    }
    Set<String> distinct = new LinkedHashSet<>(asked);
    Map<String, Reply> replies = lookUps.find(distinct, query.deadline());
    Instant now = clock.instant();
    List<Outcome> outcomes = new ArrayList<>(wanted.size());
    for (int i = 0; i < asked.size(); i++) {
      outcomes.add(outcome(wanted.get(i), LookUps.reply(replies, asked.get(i)), now));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private Outcome outcome(RowKey key, Reply reply, Instant now) {
    return switch (reply) {
      case LookUps.Found(Document document) when RowDocument.hasExpired(document, now) ->
          new Outcome.Absent(0, source);
      case LookUps.Found(Document document) -> RowDocument.read(key, document).outcome(key, source);
      case LookUps.Missing _ -> new Outcome.Absent(0, source);
      case LookUps.Failure failure -> new Outcome.Failed(failure.reason(), failure.cause(), source);
    };
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<Intent> intents = new ArrayList<>(rows.size());
    for (Row row : rows) {
      intents.add(intent(row.key(), Envelope.pack(row), row.revision(), Intent.ANY_LOWER));
    }
    return write(intents, deadline);
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    if (revision < 1) {
      throw new IllegalArgumentException(
          "revision of the deletion of " + key + " is " + revision + ", expected at least 1");
    }
    byte[] tombstone = Envelope.packTombstone(key, revision);
    return write(List.of(intent(key, tombstone, revision, Intent.ANY_LOWER)), deadline).getFirst();
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    if (row.revision() <= expectedRevision) {
      throw new IllegalArgumentException(
          "revision of " + row.key() + " is " + row.revision() + ", not above the expected one");
    }
    Intent intent = intent(row.key(), Envelope.pack(row), row.revision(), expectedRevision);
    return write(List.of(intent), deadline).getFirst();
  }

  private Intent intent(RowKey key, byte[] envelope, long revision, long expected) {
    Optional<Instant> expiresAt = lifetimes.of(key.view()).atSource().map(clock.instant()::plus);
    Document document = RowDocument.of(names.of(key), revision, envelope, expiresAt);
    return new Intent(key, document, revision, expected);
  }

  private List<WriteOutcome> write(List<Intent> intents, Deadline deadline) {
    closing.readLock().lock();
    try {
      return closed
          ? Collections.nCopies(intents.size(), new WriteOutcome.Failed(CLOSED, closedAlready()))
          : writes.run(intents, deadline);
    } finally {
      closing.readLock().unlock();
    }
  }

  @Override
  public Check check(Deadline deadline) {
    if (closed) {
      return new Check(false, CLOSED);
    }
    String name = names.ofNoRow();
    return switch (LookUps.reply(lookUps.find(List.of(name), deadline), name)) {
      case LookUps.Found _, LookUps.Missing _ ->
          new Check(true, "the database " + names.database() + " answers");
      case LookUps.Failure(Reason _, Throwable cause) ->
          new Check(false, FirestoreFailures.sentence(cause, names.database()));
    };
  }

  @Override
  public void close() {
    closing.writeLock().lock();
    try {
      closed = true;
      writes.close();
    } finally {
      closing.writeLock().unlock();
    }
  }

  private static Exception closedAlready() {
    return new FirestoreUnavailableException(CLOSED);
  }
}
