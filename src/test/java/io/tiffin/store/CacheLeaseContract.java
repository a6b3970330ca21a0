package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.RowCache.Fill;
import io.tiffin.store.RowCache.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What every remote cache promises of {@link RowCache#lease} and {@link RowCache#fill}: an old read
 * never overwrites a newer write.
 */
abstract class CacheLeaseContract extends CacheContract {

  private final Executable forgetAll;

  CacheLeaseContract(Opening opening, Executable forgetAll) {
    super(opening);
    this.forgetAll = forgetAll;
  }

  @Test
  void whatIsFilledInUnderALeaseIsHeld() {
    Row row = row("r-1", 5);

    fill(granted("r-1"), row);

    assertHolds(row);
  }

  @Test
  void anAbsenceThatWasNeverWrittenIsHeldToo() {
    fill(granted("nobody"), absent("nobody", 0));

    assertThat(find("nobody")).isEqualTo(absence(0));
  }

  @Test
  void anAbsenceIsHeldAtItsRevision() {
    fill(granted("gone"), absent("gone", 6));

    assertThat(find("gone")).isEqualTo(absence(6));
  }

  @Test
  void aWriteReplacesAnAbsenceThatWasFilledIn() {
    fill(granted("new"), absent("new", 0));
    Row first = row("new", 1);

    update(first);

    assertHolds(first);
  }

  @Test
  void anAbsenceThatWasNeverWrittenIsOlderThanAnything() {
    fill(granted("new"), absent("new", 0));

    update(atLeast("new", 1));

    assertMissed("new");
  }

  @Test
  void aLeaseHoldsNothingByItself() {
    granted("r-1");

    assertMissed("r-1");
  }

  @Test
  void aSecondLeaseIsNotGrantedWhileOneStands() {
    granted("r-1");

    assertThat(lease("r-1").granted()).isFalse();
  }

  @Test
  void aLeaseIsGrantedAgainAfterAnUpdateHasEndedOne() {
    granted("r-1");

    update(atLeast("r-1", 5));

    granted("r-1");
  }

  @Test
  void anOldReadIsNotFilledInAfterAnUpdate() {
    Lease before = granted("r-1");
    Row newer = row("r-1", 6);
    update(newer);

    fill(before, row("r-1", 5));

    assertHolds(newer);
  }

  @Test
  void anOldReadIsNotFilledInAfterADeletion() {
    Lease before = granted("r-1");
    update(absent("r-1", 6));

    fill(before, row("r-1", 5));

    assertThat(find("r-1")).isEqualTo(absence(6));
  }

  @Test
  void anOldReadIsNotFilledInAfterItIsKnownWhatStandsAtLeast() {
    Lease before = granted("r-1");
    update(atLeast("r-1", 6));

    fill(before, row("r-1", 5));

    assertMissed("r-1");
  }

  @Test
  void anOldAbsenceIsNotFilledInAfterAWrite() {
    Lease before = granted("r-1");
    update(atLeast("r-1", 1));

    fill(before, absent("r-1", 0));

    assertMissed("r-1");
  }

  @Test
  void anOldReadIsNotFilledInUnderTheLeaseOfALaterReader() {
    Lease before = granted("r-1");
    update(atLeast("r-1", 6));
    Lease after = granted("r-1");

    fill(before, row("r-1", 5));
    assertMissed("r-1");
    fill(after, row("r-1", 6));

    assertHolds(row("r-1", 6));
  }

  @Test
  void anOldReadIsNotFilledInAfterARowThatWasThereIsRemoved() {
    Lease before = granted("r-1");
    update(row("r-1", 6));
    update(atLeast("r-1", 7));

    fill(before, row("r-1", 5));

    assertMissed("r-1");
  }

  @Test
  void anOldReadIsNotFilledInAfterTheCacheForgot() throws Throwable {
    Lease before = granted("r-1");
    update(row("r-1", 6));
    forgetAll.execute();

    fill(before, row("r-1", 5));

    assertMissed("r-1");
  }

  @Test
  void aLeaseThatTheCacheForgotIsNoRight() throws Throwable {
    Lease before = granted("r-1");
    forgetAll.execute();

    fill(before, row("r-1", 5));

    assertMissed("r-1");
  }

  @Test
  void nothingIsFilledInWithoutALease() {
    fill(Lease.NONE, row("r-1", 5));

    assertMissed("r-1");
  }

  @Test
  void updatesOfOtherKeysLeaveTheLease() {
    Lease lease = granted("r-1");
    update(row("r-2", 9));

    fill(lease, row("r-1", 5));

    assertHolds(row("r-1", 5));
  }

  @Test
  void leasesAreInTheOrderOfTheKeys() {
    granted("b");

    List<Lease> leases = cache.lease(List.of(key("a"), key("b"), key("c")), ample());

    assertThat(leases.stream().map(Lease::granted)).containsExactly(true, false, true);
  }

  @Test
  void noKeysHaveNoLeases() {
    assertThat(cache.lease(List.of(), ample())).isEmpty();
    cache.fill(List.of(), ample());
  }

  @Test
  void manyRowsAreFilledInWithOneCall() {
    List<RowKey> keys = IntStream.range(0, 1_000).mapToObj(i -> key("bulk-" + i)).toList();
    List<Lease> leases = cache.lease(keys, ample());
    List<Fill> fills = new ArrayList<>();
    for (int i = 0; i < leases.size(); i++) {
      Row row = row("bulk-" + i, i + 1L);
      fills.add(new Fill(leases.get(i), new Standing.Present(row)));
    }

    cache.fill(fills, ample());

    List<CacheRead> reads = cache.find(keys, ample());
    for (int i = 0; i < reads.size(); i++) {
      assertThat(revisionOf(reads.get(i))).isEqualTo(i + 1);
    }
  }

  private Lease granted(String entity) {
    Lease lease = lease(entity);
    assertThat(lease.granted()).as("lease of %s", entity).isTrue();
    return lease;
  }
}
