package io.tiffin.store.caffeine;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.util.List;
import org.junit.jupiter.api.Nested;

class NearCachedFeatureStoreTests extends FeatureStoreContract {

  @Override
  protected FeatureStore open() {
    return new NearFixture().soleWriter();
  }

  /** The promises of a source hold for what is answered from memory, too. */
  @Nested
  class AnsweringFromMemory extends FeatureStoreContract {

    @Override
    protected FeatureStore open() {
      return new Nearest(new NearFixture().soleWriter());
    }
  }

  /** Reads from the nearest tier whatever is asked, and never tells. */
  private record Nearest(FeatureStore store) implements FeatureStore {

    @Override
    public Source source() {
      return store.source();
    }

    @Override
    public List<Outcome> find(Query query) {
      return store.find(new Query(query.keys(), query.deadline(), Consistency.NEAREST)).stream()
          .map(this::renamed)
          .toList();
    }

    private Outcome renamed(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Found(Row row, var _) -> new Outcome.Found(row, source());
        case Outcome.Absent(long revision, var _) -> new Outcome.Absent(revision, source());
        case Outcome.Failed failed -> failed;
      };
    }

    @Override
    public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
      return store.put(rows, deadline);
    }

    @Override
    public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
      return store.delete(key, revision, deadline);
    }

    @Override
    public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
      return store.replace(row, expectedRevision, deadline);
    }

    @Override
    public Check check(Deadline deadline) {
      return store.check(deadline);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
