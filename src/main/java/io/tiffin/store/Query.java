package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import java.util.List;

/**
 * What is asked of a store.
 *
 * @param keys the rows wanted, in the order in which outcomes are wanted; a key may occur twice
 * @param deadline when the answer is worth nothing any more
 * @param consistency how far the read must go
 */
public record Query(List<RowKey> keys, Deadline deadline, Consistency consistency) {

  /** How far a read must go. */
  public enum Consistency {
    /** The nearest tier that knows will do. */
    NEAREST,
    /** Past every cache, from the source of truth, strongly consistent where it can be. */
    SOURCE
  }

  public Query {
    keys = List.copyOf(keys);
  }
}
