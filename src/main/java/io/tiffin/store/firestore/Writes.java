package io.tiffin.store.firestore;

import io.tiffin.batching.Deadline;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Failed;
import io.tiffin.store.WriteOutcome.Superseded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes any number of rows: those of one key as one, and what remains in lists of bounded size, a
 * few of them under way at once. Thread-safe.
 */
final class Writes implements AutoCloseable {

  /** Bytes in one call, about. Chosen: Firestore takes 10 MiB. */
  private static final int BYTES = 4 << 20;

  private static final WriteOutcome TOO_LATE =
      new Failed("not acknowledged before the deadline", null);

  private final WriteRounds rounds;
  private final int rowsPerWrite;
  private final int concurrentWrites;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("firestore-write-", 0).factory());

  /**
   * @param concurrentWrites lists of one call that are under way at once
   */
  Writes(WriteRounds rounds, int rowsPerWrite, int concurrentWrites) {
    this.rounds = rounds;
    this.rowsPerWrite = rowsPerWrite;
    this.concurrentWrites = concurrentWrites;
  }

  /**
   * Writes; returns by the deadline.
   *
   * @return one outcome for each, in order; unmodifiable
   */
  List<WriteOutcome> run(List<Intent> intents, Deadline deadline) {
    List<WriteOutcome> outcomes = new ArrayList<>(Collections.nCopies(intents.size(), TOO_LATE));
    BitSet refused = new BitSet();
    Map<String, Integer> highest = new LinkedHashMap<>();
    for (int i = 0; i < intents.size(); i++) {
      Optional<RefusedRowException> refusal = DocumentSize.refusal(intents.get(i).document());
      if (refusal.isPresent()) {
        outcomes.set(i, new Failed(String.valueOf(refusal.get().getMessage()), refusal.get()));
        refused.set(i);
      } else {
        highest.merge(intents.get(i).name(), i, (one, other) -> higher(intents, one, other));
      }
    }
    Map<String, WriteOutcome> settled =
        written(highest.values().stream().map(intents::get).toList(), deadline);
    for (int i = refused.nextClearBit(0); i < outcomes.size(); i = refused.nextClearBit(i + 1)) {
      String name = intents.get(i).name();
      int winner = highest.getOrDefault(name, i);
      WriteOutcome outcome = settled.getOrDefault(name, TOO_LATE);
      outcomes.set(i, winner == i ? outcome : beside(intents.get(winner), outcome));
    }
    return Collections.unmodifiableList(outcomes);
  }

  private static int higher(List<Intent> intents, int one, int other) {
    return intents.get(other).revision() > intents.get(one).revision() ? other : one;
  }

  /** What became of a row of which the same call had one of a higher or the same revision. */
  private static WriteOutcome beside(Intent winner, WriteOutcome outcome) {
    return switch (outcome) {
      case Applied _ -> new Superseded(winner.revision());
      case Superseded _, Failed _ -> outcome;
    };
  }

  private Map<String, WriteOutcome> written(List<Intent> intents, Deadline deadline) {
    Map<String, WriteOutcome> settled = new ConcurrentHashMap<>();
    List<List<Intent>> lists = lists(intents);
    if (lists.size() == 1) {
      rounds.run(lists.getFirst(), settled, deadline);
      return settled;
    }
    Deque<Future<?>> underWay = new ArrayDeque<>();
    try {
      for (List<Intent> list : lists) {
        if (underWay.size() == concurrentWrites) {
          awaitFirst(underWay, deadline);
        }
        underWay.add(threads.submit(() -> rounds.run(list, settled, deadline)));
      }
      while (!underWay.isEmpty()) {
        awaitFirst(underWay, deadline);
      }
    } catch (TimeoutException _) {
      underWay.forEach(list -> list.cancel(true));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      underWay.forEach(list -> list.cancel(true));
    }
    return settled;
  }

  private static void awaitFirst(Deque<Future<?>> underWay, Deadline deadline)
      throws InterruptedException, TimeoutException {
    try {
      underWay.element().get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      underWay.remove();
    } catch (ExecutionException e) {
      throw new IllegalStateException("rounds of writes do not throw", e.getCause());
    }
  }

  private List<List<Intent>> lists(List<Intent> intents) {
    List<List<Intent>> lists = new ArrayList<>();
    List<Intent> open = new ArrayList<>();
    int bytes = 0;
    for (Intent intent : intents) {
      int size = intent.document().getSerializedSize();
      if (!open.isEmpty() && (open.size() == rowsPerWrite || bytes + size > BYTES)) {
        lists.add(open);
        open = new ArrayList<>();
        bytes = 0;
      }
      open.add(intent);
      bytes += size;
    }
    if (!open.isEmpty()) {
      lists.add(open);
    }
    return lists;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
