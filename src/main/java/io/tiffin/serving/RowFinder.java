package io.tiffin.serving;

import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import java.util.List;

/**
 * Where rows are looked up: the find of a {@link io.tiffin.store.FeatureStore}, or of a replay that
 * trains.
 */
@FunctionalInterface
public interface RowFinder {

  /** One outcome per key, in order, as {@link io.tiffin.store.FeatureStore#find} says. */
  List<Outcome> find(Query query);
}
