package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.MicroBatcher;
import io.tiffin.batching.MicroBatcher.BatchCall;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.batching.MicroBatcher.Result;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A store whose concurrent look-ups share calls: what is asked while as many calls as the limits
 * allow are under way goes into the next one. A shared call reads as far as the most demanding of
 * its queries, and for as long as the most patient; each caller has its own deadline. Writes are
 * made as they come.
 */
final class CoalescingFeatureStore extends ForwardingFeatureStore {

  private final Traces traces;
  private final MicroBatcher<Waiting, List<Outcome>> batcher;

  /**
   * @param limits the weight of a look-up is its number of keys
   * @param executor where calls are made; one thread each
   */
  CoalescingFeatureStore(FeatureStore store, Limits limits, Executor executor, Traces traces) {
    super(store);
    this.traces = traces;
    batcher =
        new MicroBatcher<>(
            BatchCall.blocking(executor, this::ask),
            waiting -> waiting.query().keys().size(),
            limits);
  }

  @Override
  public List<Outcome> find(Query query) {
    if (query.keys().isEmpty()) {
      return List.of();
    }
    return switch (batcher.submit(new Waiting(query, traces.current()), query.deadline())) {
      case Result.Answered<List<Outcome>>(List<Outcome> outcomes) -> outcomes;
      case Result.TimedOut<List<Outcome>> _ -> failed(query, Reason.TIMED_OUT, null);
      case Result.Refused<List<Outcome>> _ ->
          failed(query, Reason.ERROR, new TooManyLookUpsException(source()));
      case Result.Failed<List<Outcome>>(Throwable cause) -> failed(query, Reason.ERROR, cause);
    };
  }

  /** Look-ups that wait for a call to be made. */
  int waiting() {
    return batcher.queued();
  }

  private List<Outcome> failed(Query query, Reason reason, @Nullable Throwable cause) {
    return Collections.nCopies(query.keys().size(), new Outcome.Failed(reason, cause, source()));
  }

  /** What one caller asks, and the step in which it waits. */
  private record Waiting(Query query, Span span) {}

  private List<List<Outcome>> ask(List<Waiting> waiting) {
    List<Query> queries = new ArrayList<>(waiting.size());
    List<Span> callers = new ArrayList<>(waiting.size());
    for (Waiting each : waiting) {
      queries.add(each.query());
      callers.add(each.span());
    }
    try (Span span = traces.beginFor(callers, "shared look-up", Reach.NETWORK)) {
      span.tag("tiffin.batch.calls", queries.size());
      return answers(queries);
    }
  }

  private List<List<Outcome>> answers(List<Query> queries) {
    if (queries.size() == 1) {
      return List.of(super.find(queries.getFirst()));
    }
    List<Outcome> outcomes = super.find(merged(queries));
    List<List<Outcome>> split = new ArrayList<>(queries.size());
    int from = 0;
    for (Query query : queries) {
      int to = from + query.keys().size();
      split.add(Collections.unmodifiableList(outcomes.subList(from, to)));
      from = to;
    }
    return split;
  }

  private static Query merged(List<Query> queries) {
    List<RowKey> keys = new ArrayList<>();
    Deadline latest = queries.getFirst().deadline();
    Consistency consistency = Consistency.NEAREST;
    for (Query query : queries) {
      keys.addAll(query.keys());
      if (query.deadline().remainingNanos() > latest.remainingNanos()) {
        latest = query.deadline();
      }
      if (query.consistency() == Consistency.SOURCE) {
        consistency = Consistency.SOURCE;
      }
    }
    return new Query(keys, latest, consistency);
  }
}
