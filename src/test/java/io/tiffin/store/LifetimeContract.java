package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every store promises of deadlines, interrupts and closing. */
abstract class LifetimeContract extends StoreContract {

  LifetimeContract(Opening opening) {
    super(opening);
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void pastTheDeadlineEveryKeyIsTimedOut() {
    putApplied(row("a", 1));

    List<Outcome> outcomes = find(List.of(key("a"), key("b")), passed());

    assertThat(outcomes).hasSize(2).allMatch(LifetimeContract::isTimedOut);
  }

  @Test
  void aTightDeadlineIsAnsweredForEveryKey() {
    List<RowKey> keys = IntStream.range(0, 20_000).mapToObj(i -> key("e" + i)).toList();

    List<Outcome> outcomes = find(keys, tight());

    assertThat(outcomes)
        .hasSize(keys.size())
        .allMatch(outcome -> outcome.equals(absent(0)) || isTimedOut(outcome));
  }

  @Test
  void pastTheDeadlineWritesAreRefused() {
    assertThat(store.put(List.of(row("a", 1), row("b", 1)), passed()))
        .hasSize(2)
        .allMatch(LifetimeContract::isRefused);
    assertThat(store.delete(key("a"), 2, passed())).matches(LifetimeContract::isRefused);
    assertThat(store.replace(row("c", 1), 0, passed())).matches(LifetimeContract::isRefused);
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();

    List<Outcome> found = find(List.of(key("a")), ample());
    boolean afterFind = Thread.interrupted();
    Thread.currentThread().interrupt();
    List<WriteOutcome> written = store.put(List.of(row("a", 1)), ample());
    boolean afterPut = Thread.interrupted();

    assertThat(found).hasSize(1);
    assertThat(written).hasSize(1);
    assertThat(List.of(afterFind, afterPut)).containsOnly(true);
  }

  @Test
  void aClosedStoreAnswersThatItFailed() {
    putApplied(row("a", 1));

    store.close();

    assertThat(find("a"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.ERROR));
    assertThat(put(row("a", 2))).matches(LifetimeContract::isRefused);
    assertThat(delete("a", 3)).matches(LifetimeContract::isRefused);
    assertThat(replace(row("a", 4), 1)).matches(LifetimeContract::isRefused);
    assertThat(store.check(ample()).usable()).isFalse();
  }

  @Test
  void closingAgainDoesNothing() {
    store.close();
    store.close();

    assertThat(store.source().name()).isNotBlank();
  }

  @Test
  void anOpenStoreIsUsable() {
    FeatureStore.Check check = store.check(ample());

    assertThat(check.usable()).as(check.detail()).isTrue();
    assertThat(check.detail()).isNotBlank();
  }

  private static boolean isTimedOut(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.reason() == Reason.TIMED_OUT;
  }

  private static boolean isRefused(WriteOutcome outcome) {
    return outcome instanceof WriteOutcome.Failed;
  }
}
