package io.tiffin.store;

import io.tiffin.feature.Source;
import io.tiffin.store.Outcome.Failed;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the same keys that run beside each other. The first that answers every key decides; else
 * the last one does, and of each key the better outcome counts. One thread waits for it, until the
 * query's deadline.
 */
final class ReadRace {

  private final Query query;
  private final Source source;
  private final CompletableFuture<List<Outcome>> decided = new CompletableFuture<>();
  private int underWay;
  private @Nullable List<Outcome> best;

  ReadRace(Query query, Source source) {
    this.query = query;
    this.source = source;
  }

  /** Enters a read into the race; it is run elsewhere. */
  synchronized Runnable runner(Supplier<List<Outcome>> read) {
    underWay++;
    return () -> {
      try {
        arrived(read.get());
      } catch (RuntimeException | Error e) {
        arrived(all(new Failed(Reason.ERROR, e, source)));
        throw e;
      }
    };
  }

  private synchronized void arrived(List<Outcome> outcomes) {
    underWay--;
    List<Outcome> known = best;
    List<Outcome> merged = known == null ? outcomes : better(known, outcomes);
    best = merged;
    if (underWay == 0 || merged.stream().noneMatch(Failed.class::isInstance)) {
      var _ = decided.complete(merged);
    }
  }

  private static List<Outcome> better(List<Outcome> first, List<Outcome> second) {
    List<Outcome> merged = new ArrayList<>(first.size());
    for (int i = 0; i < first.size(); i++) {
      merged.add(first.get(i) instanceof Failed ? second.get(i) : first.get(i));
    }
    return List.copyOf(merged);
  }

  /** Whether it is still undecided then, with time left for another read. */
  boolean isUndecidedAfter(long nanos) {
    long remaining = query.deadline().remainingNanos();
    return nanos < remaining && awaitFor(nanos) == null && !Thread.currentThread().isInterrupted();
  }

  /** The outcomes by the deadline; what is not known by then has timed out. */
  List<Outcome> await() {
    List<Outcome> outcomes = awaitFor(Math.max(0, query.deadline().remainingNanos()));
    return outcomes == null ? soFar() : outcomes;
  }

  private synchronized List<Outcome> soFar() {
    List<Outcome> known = best;
    return known == null ? all(new Failed(Reason.TIMED_OUT, null, source)) : known;
  }

  private List<Outcome> all(Outcome outcome) {
    return Collections.nCopies(query.keys().size(), outcome);
  }

  private @Nullable List<Outcome> awaitFor(long nanos) {
    try {
      return decided.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("a race is only completed", impossible);
    }
  }
}
