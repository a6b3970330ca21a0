package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.store.FeatureStore.Check;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** A cache that holds nothing and says what it is told to, and counts what it was asked. */
final class ScriptedRowCache implements RowCache {

  static final Source SOURCE = new Source("SCRIPTED");

  /** What a look-up says of every key; may throw. */
  Supplier<CacheRead> reading = CacheRead.Miss::new;

  /** What an update says of every change; may throw. */
  Supplier<WriteOutcome> writing = WriteOutcome.Applied::new;

  /** Happens before anything is answered. */
  Runnable delay = () -> {};

  int finds;
  int leases;
  int fills;
  int updates;

  @Override
  public Source source() {
    return SOURCE;
  }

  @Override
  public List<CacheRead> find(List<RowKey> keys, Deadline deadline) {
    finds++;
    delay.run();
    return keys.stream().map(_ -> reading.get()).toList();
  }

  @Override
  public List<Lease> lease(List<RowKey> keys, Deadline deadline) {
    leases++;
    delay.run();
    return Collections.nCopies(keys.size(), new Lease(1));
  }

  @Override
  public void fill(List<Fill> fills, Deadline deadline) {
    this.fills++;
    delay.run();
  }

  @Override
  public List<WriteOutcome> update(List<Standing> changes, Deadline deadline) {
    updates++;
    delay.run();
    return Collections.nCopies(changes.size(), writing.get());
  }

  @Override
  public Check check(Deadline deadline) {
    return new Check(true, "scripted");
  }

  @Override
  public void close() {}
}
