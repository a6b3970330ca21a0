package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.store.Outcome.Failed.Reason;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every remote cache promises of deadlines, interrupts and closing. */
abstract class CacheLifetimeContract extends CacheContract {

  CacheLifetimeContract(Opening opening) {
    super(opening);
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void pastTheDeadlineEveryKeyIsTimedOut() {
    update(row("a", 1));

    List<CacheRead> reads = cache.find(List.of(key("a"), key("b")), passed());

    assertThat(reads).hasSize(2).allMatch(CacheLifetimeContract::isTimedOut);
  }

  @Test
  void aTightDeadlineIsAnsweredForEveryKey() {
    List<RowKey> keys = IntStream.range(0, 20_000).mapToObj(i -> key("e" + i)).toList();

    List<CacheRead> reads = cache.find(keys, tight());

    assertThat(reads)
        .hasSize(keys.size())
        .allMatch(read -> read instanceof CacheRead.Miss || isTimedOut(read));
  }

  @Test
  void pastTheDeadlineNothingIsLeased() {
    assertThat(cache.lease(List.of(key("a"), key("b")), passed()))
        .containsExactly(Lease.NONE, Lease.NONE);
  }

  @Test
  void pastTheDeadlineUpdatesAreRefused() {
    update(row("a", 1));

    List<WriteOutcome> outcomes =
        cache.update(
            List.of(new Standing.Present(row("a", 2)), absent("b", 1), atLeast("c", 1)), passed());

    assertThat(outcomes).hasSize(3).allMatch(WriteOutcome.Failed.class::isInstance);
  }

  @Test
  void pastTheDeadlineFillingInReturns() {
    Lease lease = lease("a");

    cache.fill(List.of(new Fill(lease, new Standing.Present(row("a", 1)))), passed());

    assertThat(find("a")).isNotInstanceOf(CacheRead.Failed.class);
  }

  @Test
  void anInterruptIsKept() {
    Lease lease = lease("a");
    var standing = new Standing.Present(row("a", 1));

    assertKept(() -> cache.find(List.of(key("a")), ample()));
    assertKept(() -> cache.update(List.of(standing), ample()));
    assertKept(() -> cache.lease(List.of(key("b")), ample()));
    assertKept(() -> cache.fill(List.of(new Fill(lease, standing)), ample()));
  }

  private static void assertKept(Runnable call) {
    Thread.currentThread().interrupt();
    call.run();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aClosedCacheAnswersThatItFailed() {
    update(row("a", 1));
    Lease lease = lease("b");

    cache.close();

    assertThat(find("a"))
        .isInstanceOfSatisfying(
            CacheRead.Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.ERROR));
    assertThat(cache.update(List.of(new Standing.Present(row("a", 2))), ample()))
        .hasSize(1)
        .allMatch(WriteOutcome.Failed.class::isInstance);
    assertThat(lease("c")).isEqualTo(Lease.NONE);
    fill(lease, row("b", 1));
    assertThat(cache.check(ample()).usable()).isFalse();
  }

  @Test
  void closingAgainDoesNothing() {
    cache.close();
    cache.close();

    assertThat(cache.source().name()).isNotBlank();
  }

  @Test
  void anOpenCacheIsUsable() {
    FeatureStore.Check check = cache.check(ample());

    assertThat(check.usable()).as(check.detail()).isTrue();
    assertThat(check.detail()).isNotBlank();
  }

  private static boolean isTimedOut(CacheRead read) {
    return read instanceof CacheRead.Failed failed && failed.reason() == Reason.TIMED_OUT;
  }
}
