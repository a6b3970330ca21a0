package io.tiffin.store.bigtable;

import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.bigtable.data.v2.models.Row;
import com.google.protobuf.ByteString;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One call for the rows under some keys. Rows come one by one, those that are not there do not
 * come: that a key is absent is known when the call has ended well. Thread-safe.
 */
final class RowRead implements ResponseObserver<Row> {

  private static final Reply NOTHING = new Nothing();

  private final List<ByteString> keys;
  private final Map<ByteString, ByteString> values = new ConcurrentHashMap<>();
  private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
  private volatile @Nullable StreamController controller;

  /** What is known of one key. */
  sealed interface Reply {}

  /** Bytes, which may be no row. */
  record Value(ByteString bytes) implements Reply {}

  /** There is no row, or it has expired. */
  record Nothing() implements Reply {}

  /** Nobody knows. */
  record Failure(Reason reason, @Nullable Throwable cause) implements Reply {}

  RowRead(List<ByteString> keys) {
    this.keys = keys;
  }

  List<ByteString> keys() {
    return keys;
  }

  /** The keys whose rows have not come. */
  List<ByteString> missing() {
    return keys.stream().filter(key -> !values.containsKey(key)).toList();
  }

  /** Completes when the call has ended, with what went wrong if it did. */
  CompletableFuture<Optional<Throwable>> end() {
    return end;
  }

  /** What has come so far, told to everybody who asked. */
  void report(Map<ByteString, Reply> replies, Failure otherwise) {
    boolean endedWell = end.isDone() && end.join().isEmpty();
    for (ByteString key : keys) {
      ByteString value = values.get(key);
      replies.put(key, value != null ? new Value(value) : endedWell ? NOTHING : otherwise);
    }
  }

  /** Nobody waits for the rest any more. */
  void cancel() {
    StreamController known = controller;
    if (known != null) {
      known.cancel();
    }
  }

  @Override
  public void onStart(StreamController started) {
    controller = started;
  }

  @Override
  public void onResponse(Row row) {
    values.put(row.getKey(), BigtableCells.value(row));
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Optional.of(failure));
  }

  @Override
  public void onComplete() {
    end.complete(Optional.empty());
  }
}
