package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store whose views may be kept in different stores. What one call asks of several is asked of
 * all at once, so that a slow one does not use up the time of the others.
 */
final class RoutedFeatureStore implements FeatureStore {

  private final FeatureStore usual;
  private final Map<String, FeatureStore> byView;
  private final Executor besides;

  /**
   * @param usual for views that are not in {@code byView}
   * @param besides where all stores but one are asked; one thread each
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
        (store, keys) -> store.find(new Query(keys, query.deadline(), query.consistency())));
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    return spread(rows, row -> row.key().view(), (store, some) -> store.put(some, deadline));
  }

  private <T, R> List<R> spread(
      List<T> all, Function<T, String> view, BiFunction<FeatureStore, List<T>, List<R>> call) {
    FeatureStore only = onlyStore(all, view);
    return only != null ? call.apply(only, all) : spreadOverSeveral(all, view, call);
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
      List<T> all, Function<T, String> view, BiFunction<FeatureStore, List<T>, List<R>> call) {
    Map<FeatureStore, Part<T>> parts = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      Part<T> part = parts.computeIfAbsent(of(view.apply(all.get(i))), _ -> new Part<>());
      part.items().add(all.get(i));
      part.indexes().add(i);
    }
    Map<FeatureStore, CompletableFuture<List<R>>> answers = new LinkedHashMap<>();
    parts.forEach((store, part) ->
        answers.put(
            store, CompletableFuture.supplyAsync(() -> call.apply(store, part.items()), besides)));
    Map<Integer, R> merged = new TreeMap<>();
    answers.forEach((store, answer) -> {
      List<Integer> indexes = Objects.requireNonNull(parts.get(store)).indexes();
      List<R> results = answer.join();
      for (int i = 0; i < indexes.size(); i++) {
        merged.put(indexes.get(i), results.get(i));
      }
    });
    return List.copyOf(merged.values());
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
