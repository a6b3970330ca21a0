package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.RowKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The control of the cache's contract kit: for each promise, a cache that breaks it fails the kit.
 */
class CacheKitTests {

  static Stream<Arguments> brokenCaches() {
    return Stream.of(
        Arguments.of(IgnoresLeases.class, "anOldReadIsNotFilledInAfterADeletion"),
        Arguments.of(IgnoresLeases.class, "aLeaseThatTheCacheForgotIsNoRight"),
        Arguments.of(IgnoresLeases.class, "noReaderFillsInWhatWasOlderThanTheLastWrite"),
        Arguments.of(LeaseOutlivesUpdates.class, "anOldReadIsNotFilledInAfterAnUpdate"),
        Arguments.of(
            LeaseOutlivesRemovals.class, "anOldReadIsNotFilledInAfterItIsKnownWhatStandsAtLeast"),
        Arguments.of(ForgetsRowsButNoLease.class, "aLeaseThatTheCacheForgotIsNoRight"),
        Arguments.of(GrantsEveryLease.class, "aSecondLeaseIsNotGrantedWhileOneStands"),
        Arguments.of(GrantsEveryLease.class, "ofThreadsThatMissTheSameKeyExactlyOneGetsTheLease"),
        Arguments.of(LastUpdateWins.class, "aLowerRevisionChangesNothing"),
        Arguments.of(LastUpdateWins.class, "readersNeverSeeARowGoBack"),
        Arguments.of(KeepsWhatIsTooOld.class, "whatIsOlderThanWhatStandsAtLeastIsRemoved"),
        Arguments.of(DeletesBlindly.class, "whatIsNotOlderThanWhatStandsAtLeastStays"),
        Arguments.of(ForgetsDeletions.class, "anOlderUpdateDoesNotResurrectADeletedRow"),
        Arguments.of(AnswersInItsOwnOrder.class, "readsAreInTheOrderOfTheKeys"),
        Arguments.of(DropsDuplicates.class, "aKeyAskedTwiceIsReadTwice"),
        Arguments.of(JoinsViewAndEntity.class, "theSameEntityOfAnotherViewIsAnotherRow"),
        Arguments.of(IgnoresTheDeadline.class, "pastTheDeadlineEveryKeyIsTimedOut"),
        Arguments.of(SwallowsInterrupts.class, "anInterruptIsKept"),
        Arguments.of(AnswersOnceClosed.class, "aClosedCacheAnswersThatItFailed"));
  }

  /** What is broken only when threads meet is found by one run in two or so. */
  private static final int RUNS = 20;

  @ParameterizedTest
  @MethodSource("brokenCaches")
  void aBrokenCacheFailsTheTestOfThePromise(Class<?> broken, String test) {
    Set<String> failed = new TreeSet<>();
    for (int run = 0; run < RUNS && !failed.contains(test); run++) {
      failed.addAll(KitRun.failedTests(broken));
    }

    assertThat(failed).contains(test);
  }

  /** A cache that works, for what is not broken. */
  private abstract static class Broken extends ForwardingRowCache {

    final InMemoryRowCache rows;

    Broken() {
      this(new InMemoryRowCache());
    }

    private Broken(InMemoryRowCache rows) {
      super(rows);
      this.rows = rows;
    }
  }

  static class IgnoresLeases extends RowCacheContract {
    private InMemoryRowCache cache = new InMemoryRowCache();

    @Override
    protected RowCache open() {
      cache = new InMemoryRowCache();
      cache.ignoringLeases();
      return cache;
    }

    @Override
    protected void forgetAll() {
      cache.forgetAll();
    }
  }

  static class LeaseOutlivesUpdates extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        private final Map<Long, Lease> renewed = new HashMap<>();

        @Override
        public void fill(List<Fill> fills, Deadline deadline) {
          fills.forEach(fill -> rows.forget(fill.standing().key()));
          List<RowKey> keys = fills.stream().map(fill -> fill.standing().key()).toList();
          List<Lease> leases = super.lease(keys, deadline);
          for (int i = 0; i < fills.size(); i++) {
            renewed.put(fills.get(i).lease().token(), leases.get(i));
          }
          super.fill(
              fills.stream()
                  .map(fill -> new Fill(renewed.get(fill.lease().token()), fill.standing()))
                  .toList(),
              deadline);
        }
      };
    }
  }

  static class LeaseOutlivesRemovals extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
          if (changes.size() == 1
              && changes.getFirst() instanceof Standing.AtLeast(RowKey key, long revision)
              && rows.held(key) == null) {
            return List.of(new WriteOutcome.Superseded(revision));
          }
          return super.update(changes, deadline);
        }
      };
    }
  }

  static class ForgetsRowsButNoLease extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new InMemoryRowCache();
    }

    @Override
    protected void forgetAll() {}
  }

  static class GrantsEveryLease extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
          return keys.stream().map(_ -> new Lease(1)).toList();
        }
      };
    }
  }

  static class LastUpdateWins extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
          changes.forEach(change -> rows.forget(change.key()));
          return super.update(changes, deadline);
        }
      };
    }
  }

  static class KeepsWhatIsTooOld extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
          List<Standing> kept =
              changes.stream().filter(change -> !(change instanceof Standing.AtLeast)).toList();
          super.update(kept, deadline);
          return changes.stream().<WriteOutcome>map(_ -> new WriteOutcome.Applied()).toList();
        }
      };
    }
  }

  static class DeletesBlindly extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
          changes.stream()
              .filter(Standing.AtLeast.class::isInstance)
              .forEach(change -> rows.forget(change.key()));
          return super.update(changes, deadline);
        }
      };
    }
  }

  static class ForgetsDeletions extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
          List<WriteOutcome> outcomes = super.update(changes, deadline);
          changes.stream()
              .filter(Standing.Absent.class::isInstance)
              .forEach(change -> rows.forget(change.key()));
          return outcomes;
        }
      };
    }
  }

  static class AnswersInItsOwnOrder extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
          return super.find(keys, deadline).reversed();
        }
      };
    }
  }

  static class DropsDuplicates extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
          return super.find(keys.stream().distinct().toList(), deadline);
        }
      };
    }
  }

  static class JoinsViewAndEntity extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
          return super.find(
              keys.stream()
                  .map(key -> new RowKey(key.view().replace("_other", ""), key.entity()))
                  .toList(),
              deadline);
        }
      };
    }
  }

  static class IgnoresTheDeadline extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
          return super.find(keys, Deadline.in(Duration.ofDays(1), new FakeTicker()));
        }
      };
    }
  }

  static class SwallowsInterrupts extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
          Thread.interrupted();
          return super.lease(keys, deadline);
        }
      };
    }
  }

  static class AnswersOnceClosed extends RowCacheContract {
    @Override
    protected RowCache open() {
      return new Broken() {
        @Override
        public void close() {}
      };
    }
  }
}
