package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryFeatureStoreTests extends FeatureStoreContract {

  @Override
  protected FeatureStore open() {
    return new InMemoryFeatureStore();
  }

  @Nested
  class Scripted {

    private final RowKey a = new RowKey("v", "a");
    private final RowKey b = new RowKey("v", "b");
    private final FakeTicker ticker = new FakeTicker();
    private final InMemoryFeatureStore store = new InMemoryFeatureStore();

    @Test
    void failsForTheKeysChosenUntilHealthyAgain() {
      store.failing(a::equals, Reason.TIMED_OUT);

      List<Outcome> broken = find();
      store.healthy();
      List<Outcome> healed = find();

      assertThat(broken.get(0)).isInstanceOf(Outcome.Failed.class);
      assertThat(broken.get(1)).isEqualTo(new Outcome.Absent(0, store.source()));
      assertThat(healed).containsOnly(new Outcome.Absent(0, store.source()));
    }

    @Test
    void refusesWritesOfTheKeysChosen() {
      store.failing(a::equals, Reason.ERROR);

      List<WriteOutcome> outcomes =
          store.put(List.of(new Row(a, 1, 0, new byte[0]), new Row(b, 1, 0, new byte[0])), soon());

      assertThat(outcomes.get(0)).isInstanceOf(WriteOutcome.Failed.class);
      assertThat(outcomes.get(1)).isEqualTo(new WriteOutcome.Applied());
    }

    @Test
    void takesTheTimeItIsToldTo() {
      store.taking(Duration.ofMillis(300), ticker);

      assertThat(find()).containsOnly(new Outcome.Failed(Reason.TIMED_OUT, null, store.source()));
    }

    @Test
    void countsWhatItIsAsked() {
      find();
      find();

      assertThat(store.finds()).isEqualTo(2);
      assertThat(store.keysAsked()).isEqualTo(4);
    }

    private List<Outcome> find() {
      return store.find(new Query(List.of(a, b), soon(), Consistency.NEAREST));
    }

    private Deadline soon() {
      return Deadline.in(Duration.ofMillis(200), ticker);
    }
  }
}
