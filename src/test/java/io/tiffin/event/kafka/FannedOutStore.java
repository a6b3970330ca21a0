package io.tiffin.event.kafka;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.WriteOutcome;
import java.util.ArrayList;
import java.util.List;

/** Writes rows to several stores at once; answers for all of them, and reads from the first. */
final class FannedOutStore extends ForwardingStore {

  private final List<FeatureStore> others;

  FannedOutStore(List<FeatureStore> stores) {
    super(stores.getFirst());
    others = stores.subList(1, stores.size());
  }

  @Override
  public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
    List<WriteOutcome> worst = new ArrayList<>(super.put(rows, deadline));
    for (FeatureStore other : others) {
      List<WriteOutcome> outcomes = other.put(rows, deadline);
      for (int i = 0; i < rows.size(); i++) {
        worst.set(i, worse(worst.get(i), outcomes.get(i)));
      }
    }
    return worst;
  }

  private static WriteOutcome worse(WriteOutcome one, WriteOutcome other) {
    return switch (one) {
      case WriteOutcome.Failed _ -> one;
      case WriteOutcome.Superseded(long stored) ->
          switch (other) {
            case WriteOutcome.Failed _ -> other;
            case WriteOutcome.Superseded(long more) ->
                new WriteOutcome.Superseded(Math.max(stored, more));
            case WriteOutcome.Applied _ -> one;
          };
      case WriteOutcome.Applied _ -> other;
    };
  }
}
