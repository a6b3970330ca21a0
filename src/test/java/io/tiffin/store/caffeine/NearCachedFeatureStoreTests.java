package io.tiffin.store.caffeine;

import io.tiffin.feature.Row;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import io.tiffin.store.ForwardingStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
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
  private static final class Nearest extends ForwardingStore {

    Nearest(FeatureStore store) {
      super(store);
    }

    @Override
    public List<Outcome> find(Query query) {
      return super.find(new Query(query.keys(), query.deadline(), Consistency.NEAREST)).stream()
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
  }
}
