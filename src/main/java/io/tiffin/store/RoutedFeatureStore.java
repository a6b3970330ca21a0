package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.Outcome.Failed.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store whose views may be kept in different stores. What one call asks of several is asked of
 * all at once, and waited for until the deadline: a slow one does not use up the time of the
 * others, and one that does not keep to the deadline costs its own part of the answer.
 */
final class RoutedFeatureStore implements FeatureStore {

  /** What a store that keeps to its deadline may take longer, to say so. Chosen. */
  private static final Duration GRACE = Duration.ofMillis(20);

  private final FeatureStore usual;
  private final Map<String, FeatureStore> byView;
  private final Executor besides;

  /**
   * @param usual for views that are not in {@code byView}
   * @param besides where the stores are asked where a call concerns several; a thread each
   */
  RoutedFeatureStore(FeatureStore usual, Map<String, FeatureStore> byView, Executor besides) {
    this.usual = usual;
    this.byView = Map.copyOf(byView);
    this.besides = besides;
  }

  private FeatureStore of(String view) {
    return byView.getOrDefault(view, usual);
  }

  @Override
  public Source source() {
    return usual.source();
  }

  @Override
  public List<Outcome> find(Query query) {
    return spread(
        query.keys(),
        RowKey::view,
        query.deadline(),
        new Call<>() {
          @Override
          public List<Outcome> of(FeatureStore store, List<RowKey> keys) {
            return store.find(new Query(keys, query.deadline(), query.consistency()));
          }

          @Override
          public Outcome failed(FeatureStore store, @Nullable Throwable cause) {
            Reason reason = cause == null ? Reason.TIMED_OUT : Reason.ERROR;
            return new Outcome.Failed(reason, cause, store.source());
          }
        });
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return spread(
        rows,
        row -> row.key().view(),
        deadline,
        new Call<>() {
          @Override
          public List<WriteOutcome> of(FeatureStore store, List<Row> some) {
            return store.put(some, deadline);
          }

          @Override
          public WriteOutcome failed(FeatureStore store, @Nullable Throwable cause) {
            return new WriteOutcome.Failed(store.source() + " did not answer in time", cause);
          }
        });
  }

  /** What is asked of each store. */
  private interface Call<T, R> {

    List<R> of(FeatureStore store, List<T> items);

    /** In place of an answer; the cause is null if there was none in time. */
    R failed(FeatureStore store, @Nullable Throwable cause);
  }

  private <T, R> List<R> spread(
      List<T> all, Function<T, String> view, Deadline deadline, Call<T, R> call) {
    FeatureStore only = onlyStore(all, view);
    return only != null ? call.of(only, all) : spreadOverSeveral(all, view, deadline, call);
  }

  private <T> @Nullable FeatureStore onlyStore(List<T> all, Function<T, String> view) {
    if (all.isEmpty()) {
      return usual;
    }
    FeatureStore first = of(view.apply(all.getFirst()));
    for (T each : all) {
      if (!of(view.apply(each)).equals(first)) {
        return null;
      }
    }
    return first;
  }

  /** The part of a call that concerns one store. */
  private record Part<T>(List<T> items, List<Integer> indexes) {

    Part() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private <T, R> List<R> spreadOverSeveral(
      List<T> all, Function<T, String> view, Deadline deadline, Call<T, R> call) {
    Map<FeatureStore, Part<T>> parts = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Part<T> part = parts.computeIfAbsent(of(view.apply(all.get(i))), _ -> new Part<>());
      part.items().add(all.get(i));
      part.indexes().add(i);
    }
    Map<FeatureStore, Future<List<R>>> answers = new LinkedHashMap<>();
    parts.forEach((store, part) -> answers.put(store, asked(() -> call.of(store, part.items()))));
    Map<Integer, R> merged = new TreeMap<>();
    answers.forEach((store, answer) -> {
      Part<T> part = Objects.requireNonNull(parts.get(store));
      List<R> results = await(answer, deadline, store, part.items().size(), call);
      for (int i = 0; i < part.indexes().size(); i++) {
        merged.put(part.indexes().get(i), results.get(i));
      }
    });
    return List.copyOf(merged.values());
  }

  private <R> Future<List<R>> asked(Callable<List<R>> question) {
    FutureTask<List<R>> answer = new FutureTask<>(question);
    try {
      besides.execute(answer);
      return answer;
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e); // the service is stopping
    }
  }

  private static <T, R> List<R> await(
      Future<List<R>> answer, Deadline deadline, FeatureStore store, int size, Call<T, R> call) {
    try {
      long nanos = Math.max(0, deadline.remainingNanos()) + GRACE.toNanos();
      return answer.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Collections.nCopies(size, call.failed(store, null));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Collections.nCopies(size, call.failed(store, null));
    } catch (ExecutionException e) {
      return Collections.nCopies(size, call.failed(store, e.getCause()));
    }
  }

  @Override
  public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
    return of(key.view()).delete(key, revision, deadline);
  }

  @Override
  public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
    return of(row.key().view()).replace(row, expectedRevision, deadline);
  }

  /** Usable if all stores are. */
  @Override
  public Check check(Deadline deadline) {
    List<Check> checks = stores().stream().map(store -> store.check(deadline)).toList();
    return new Check(
        checks.stream().allMatch(Check::usable),
        String.join("; ", checks.stream().map(Check::detail).toList()));
  }

  @Override
  public void close() {
    stores().forEach(FeatureStore::close);
  }

  private Collection<FeatureStore> stores() {
    Set<FeatureStore> stores = new LinkedHashSet<>(byView.values());
    stores.add(usual);
    return stores;
  }
}
