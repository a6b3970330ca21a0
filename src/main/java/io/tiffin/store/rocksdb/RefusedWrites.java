package io.tiffin.store.rocksdb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Writes to a store that cannot be written: each is refused. */
record RefusedWrites(String refusal) implements Writes {

  @Override
  public Future<List<WriteOutcome>> submit(List<Mutation> mutations, Deadline deadline) {
    return CompletableFuture.completedFuture(
        Writes.refused(mutations, new WriteOutcome.Failed(refusal, null)));
  }

  @Override
  public boolean stop(Duration patience) {
    return true;
  }
}
