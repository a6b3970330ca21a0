package io.tiffin.store.firestore;

import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.Write;
import io.tiffin.batching.Deadline;
import io.tiffin.store.CallBudget;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.firestore.LookUps.Reply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes documents in rounds: read what stands, decide, and write on the condition that what was
 * read still stands. Firestore judges each condition in one step with its write; who lost to
 * another writer goes into the next round. Thread-safe.
 */
final class WriteRounds {

  /** Chosen: one call in ten may be made again because Firestore was too busy. */
  private static final double RETRIES = 0.1;

  private final FirestoreCalls calls;
  private final String database;
  private final LookUps lookUps;
  private final InstantSource clock;
  private final Semaphore underWay;
  private final CallBudget retries = new CallBudget(RETRIES);

  /**
   * @param clock of the machine: what has expired by it counts as absent
   * @param concurrentWrites rounds under way at once, of all callers
   */
  WriteRounds(
      FirestoreCalls calls,
      String database,
      LookUps lookUps,
      InstantSource clock,
      int concurrentWrites) {
    this.calls = calls;
    this.database = database;
    this.lookUps = lookUps;
    this.clock = clock;
    this.underWay = new Semaphore(concurrentWrites, true);
  }

  /**
   * Writes as many as one call takes; returns by the deadline.
   *
   * @param intents of different documents
   * @param settled where what became of each is put by its name, as soon as it is known; what is
   *     missing after the return was not acknowledged before the deadline. Takes concurrent use
   */
  void run(List<Intent> intents, Map<String, WriteOutcome> settled, Deadline deadline) {
    retries.earn();
    Run run = new Run(settled, deadline);
    try {
      run.all(intents);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      WriteOutcome interrupted =
          new WriteOutcome.Failed("interrupted before the acknowledgement", e);
      intents.forEach(intent -> settled.putIfAbsent(intent.name(), interrupted));
    }
  }

  /**
   * A row that is not settled yet.
   *
   * @param mayBeWritten whether nobody knows what became of an earlier attempt
   */
  private record Attempt(Intent intent, Write write, boolean mayBeWritten) {

    Attempt(Intent intent) {
      this(intent, Write.getDefaultInstance(), false);
    }

    String name() {
      return intent.name();
    }

    Attempt sending(Write decided) {
      return new Attempt(intent, decided, mayBeWritten);
    }

    Attempt ofUnknownFate() {
      return new Attempt(intent, write, true);
    }
  }

  /** All rounds of one list. */
  private final class Run {

    private final Map<String, WriteOutcome> settled;
    private final Deadline deadline;
    private List<Attempt> pending = new ArrayList<>();
    private boolean throttled;
    private boolean retryGranted;

    Run(Map<String, WriteOutcome> settled, Deadline deadline) {
      this.settled = settled;
      this.deadline = deadline;
    }

    void all(List<Intent> intents) throws InterruptedException {
      intents.forEach(intent -> pending.add(new Attempt(intent)));
      for (int round = 0; !pending.isEmpty(); round++) {
        if (round > 0) {
          Pauses.before(round, throttled, deadline);
        }
        if (!underWay.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
          return;
        }
        try {
          if (deadline.hasPassed()) {
            return;
          }
          round();
        } finally {
          underWay.release();
        }
      }
    }

    private void round() throws InterruptedException {
      List<Attempt> attempts = pending;
      pending = new ArrayList<>();
      throttled = false;
      Map<String, Reply> standing =
          lookUps.find(attempts.stream().map(Attempt::name).toList(), deadline);
      List<Attempt> sent = new ArrayList<>();
      for (Attempt attempt : attempts) {
        decide(attempt, LookUps.reply(standing, attempt.name()), sent);
      }
      if (!sent.isEmpty() && !deadline.hasPassed()) {
        send(sent);
      }
    }

    private void decide(Attempt attempt, Reply standing, List<Attempt> sent) {
      switch (attempt.intent.by(standing, clock.instant(), attempt.mayBeWritten)) {
        case Intent.Send send -> sent.add(attempt.sending(send.write()));
        case Intent.Settled(WriteOutcome outcome) -> settled.put(attempt.name(), outcome);
        case Intent.Unknown unknown -> failed(attempt, unknown.cause());
      }
    }

    private void send(List<Attempt> sent) throws InterruptedException {
      BatchWriteRequest.Builder request = BatchWriteRequest.newBuilder().setDatabase(database);
      sent.forEach(attempt -> request.addWrites(attempt.write));
      long nanos = Math.max(1, deadline.remainingNanos());
      CompletableFuture<BatchWriteResponse> call =
          calls.write(request.build(), Duration.ofNanos(nanos));
      switch (Awaited.by(deadline, call)) {
        case Awaited.Given<BatchWriteResponse>(BatchWriteResponse response) ->
            settle(sent, response);
        case Awaited.Failed<BatchWriteResponse>(Throwable cause) ->
            sent.forEach(attempt -> failed(attempt.ofUnknownFate(), cause));
      }
    }

    private void settle(List<Attempt> sent, BatchWriteResponse response) {
      for (int i = 0; i < sent.size(); i++) {
        Attempt attempt = sent.get(i);
        WriteStatus status = WriteStatus.of(response, i);
        switch (status.kind()) {
          case APPLIED -> settled.put(attempt.name(), new WriteOutcome.Applied());
          case LOST -> pending.add(attempt);
          case FAILED -> failed(attempt.ofUnknownFate(), status.cause());
        }
      }
    }

    /** Tries again what may succeed a little later, if the budget has a call to spare. */
    private void failed(Attempt attempt, Throwable cause) {
      if (FirestoreFailures.isPassing(cause) && mayRetry()) {
        pending.add(attempt);
      } else {
        settled.put(
            attempt.name(), new WriteOutcome.Failed(FirestoreFailures.message(cause), cause));
      }
    }

    /** Asked of the budget once in a round: its rows share the next call. */
    private boolean mayRetry() {
      if (!throttled) {
        throttled = true;
        retryGranted = retries.spend();
      }
      return retryGranted;
    }
  }
}
