package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Found;
import io.tiffin.store.WriteOutcome.Applied;
import io.tiffin.store.WriteOutcome.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The control of the contract kit: for each promise, a store that breaks it fails the kit. */
class ContractKitTests {

  static Stream<Arguments> brokenStores() {
    return Stream.of(
        Arguments.of(LastWriteWins.class, "aLowerRevisionChangesNothingAndIsToldWhatStands"),
        Arguments.of(EqualRevisionWins.class, "anEqualRevisionChangesNothing"),
        Arguments.of(ForgetsTombstones.class, "anOlderWriteDoesNotResurrectADeletedRow"),
        Arguments.of(ChecksThenActs.class, "ofThreadsThatExpectTheSameRevisionExactlyOneWins"),
        Arguments.of(AnswersInItsOwnOrder.class, "outcomesAreInTheOrderOfTheKeys"),
        Arguments.of(DropsDuplicates.class, "aKeyAskedTwiceIsAnsweredTwice"),
        Arguments.of(IgnoresTheDeadline.class, "pastTheDeadlineEveryKeyIsTimedOut"),
        Arguments.of(SwallowsInterrupts.class, "anInterruptIsKept"),
        Arguments.of(JoinsViewAndEntity.class, "theSameEntityOfAnotherViewIsAnotherRow"));
  }

  @ParameterizedTest
  @MethodSource("brokenStores")
  void aBrokenStoreFailsTheTestOfThePromise(Class<?> broken, String test) {
    assertThat(KitRun.failedTests(broken)).contains(test);
  }

  /** A store that works, for what is not broken. */
  private abstract static class Broken extends ForwardingStore {

    Broken() {
      super(new InMemoryFeatureStore());
    }
  }

  static class LastWriteWins extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
          store.put(rows, deadline);
          return rows.stream().<WriteOutcome>map(row -> new Applied()).toList();
        }
      };
    }
  }

  static class EqualRevisionWins extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        private final Map<RowKey, Row> latest = new ConcurrentHashMap<>();

        @Override
        public List<WriteOutcome> put(List<Row> rows, Deadline deadline) {
          List<WriteOutcome> outcomes = super.put(rows, deadline);
          rows.forEach(row -> latest.merge(row.key(), row, EqualRevisionWins::later));
          return outcomes;
        }

        @Override
        public List<Outcome> find(Query query) {
          return super.find(query).stream()
              .map(outcome ->
                  outcome instanceof Found found
                      ? new Found(latest.getOrDefault(found.row().key(), found.row()), source())
                      : outcome)
              .toList();
        }
      };
    }

    private static Row later(Row stored, Row written) {
      return written.revision() >= stored.revision() ? written : stored;
    }
  }

  static class ForgetsTombstones extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public WriteOutcome delete(RowKey key, long revision, Deadline deadline) {
          return new Applied();
        }
      };
    }
  }

  static class ChecksThenActs extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        private final CountDownLatch checked = new CountDownLatch(2);

        @Override
        public WriteOutcome replace(Row row, long expectedRevision, Deadline deadline) {
          var query = new Query(List.of(row.key()), deadline, Query.Consistency.SOURCE);
          long stored =
              store.find(query).getFirst() instanceof Found found ? found.row().revision() : 0;
          if (stored != expectedRevision) {
            return new Superseded(stored);
          }
          checked.countDown();
          try {
            checked.await(100, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          store.put(List.of(row), deadline);
          return new Applied();
        }
      };
    }
  }

  static class AnswersInItsOwnOrder extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<Outcome> find(Query query) {
          return super.find(query).reversed();
        }
      };
    }
  }

  static class DropsDuplicates extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<Outcome> find(Query query) {
          List<RowKey> distinct = query.keys().stream().distinct().toList();
          return super.find(new Query(distinct, query.deadline(), query.consistency()));
        }
      };
    }
  }

  static class IgnoresTheDeadline extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<Outcome> find(Query query) {
          Deadline never = Deadline.in(Duration.ofDays(1), new FakeTicker());
          return super.find(new Query(query.keys(), never, query.consistency()));
        }
      };
    }
  }

  static class SwallowsInterrupts extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<Outcome> find(Query query) {
          Thread.interrupted();
          return super.find(query);
        }
      };
    }
  }

  static class JoinsViewAndEntity extends FeatureStoreContract {
    @Override
    protected FeatureStore open() {
      return new Broken() {
        @Override
        public List<Outcome> find(Query query) {
          List<RowKey> keys =
              query.keys().stream()
                  .map(key -> new RowKey(key.view().replace("_other", ""), key.entity()))
                  .toList();
          return super.find(new Query(keys, query.deadline(), query.consistency()));
        }
      };
    }
  }
}
