package io.tiffin.store.firestore;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.Write;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A Firestore of one collection in memory, which judges conditions as the real one does and can be
 * told what to do wrong next. Thread-safe.
 */
final class FakeFirestore implements FirestoreCalls {

  static final String DATABASE = "projects/lunch/databases/(default)";

  /** What is wrong with a call. */
  sealed interface Trouble {}

  /** The whole call fails, before anything is done. */
  record Fails(Code code) implements Trouble {}

  /** A read breaks off after so many documents; with OK it just ends there. */
  record BreaksOff(int after, Code code) implements Trouble {}

  /** A write is done, and fails all the same. */
  record FailsAfterwards(Code code) implements Trouble {}

  /** Each write of the call is refused with this status. */
  record Refuses(Code code) implements Trouble {}

  /** Nothing is answered. */
  record StaysSilent() implements Trouble {}

  /** Somebody does this first. */
  record ComesSecond(Runnable first) implements Trouble {}

  final Map<String, Document> documents = new HashMap<>();
  final List<BatchGetDocumentsRequest> reads = new ArrayList<>();
  final List<BatchWriteRequest> writes = new ArrayList<>();
  final List<CompletableFuture<?>> silent = new ArrayList<>();
  private final Deque<Trouble> ofReads = new ArrayDeque<>();
  private final Deque<Trouble> ofWrites = new ArrayDeque<>();
  private final CompletableFuture<Boolean> gate = new CompletableFuture<>();
  private boolean holds;
  private int held;
  private long seconds;

  synchronized FakeFirestore onRead(Trouble... troubles) {
    ofReads.addAll(List.of(troubles));
    return this;
  }

  synchronized FakeFirestore onWrite(Trouble... troubles) {
    ofWrites.addAll(List.of(troubles));
    return this;
  }

  /** From now on no write is answered before {@link #release}. */
  synchronized void hold() {
    holds = true;
  }

  void release() {
    synchronized (this) {
      holds = false;
    }
    gate.complete(true);
  }

  /** Writes that were held back so far. */
  synchronized int held() {
    return held;
  }

  static ApiException failure(Code code) {
    return ApiExceptionFactory.createException(
        Status.fromCode(code).withDescription("scripted").asRuntimeException(),
        GrpcStatusCode.of(code),
        false);
  }

  @Override
  public synchronized CompletableFuture<?> read(
      BatchGetDocumentsRequest request, Duration time, Consumer<BatchGetDocumentsResponse> each) {
    reads.add(request);
    return switch (ofReads.poll()) {
      case Fails(Code code) -> CompletableFuture.failedFuture(failure(code));
      case StaysSilent() -> silence();
      case BreaksOff(int after, Code code) -> {
        tell(request.getDocumentsList().subList(0, after), each);
        yield code == Code.OK
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.failedFuture(failure(code));
      }
      case null, default -> {
        tell(request.getDocumentsList(), each);
        yield CompletableFuture.completedFuture(null);
      }
    };
  }

  private void tell(List<String> names, Consumer<BatchGetDocumentsResponse> each) {
    for (String name : names.reversed()) {
      Document document = documents.get(name);
      BatchGetDocumentsResponse.Builder response = BatchGetDocumentsResponse.newBuilder();
      each.accept(
          (document == null ? response.setMissing(name) : response.setFound(document)).build());
    }
  }

  @Override
  public synchronized CompletableFuture<BatchWriteResponse> write(
      BatchWriteRequest request, Duration time) {
    writes.add(request);
    if (holds) {
      held++;
      return gate.thenApply(_ -> written(request));
    }
    return switch (ofWrites.poll()) {
      case Fails(Code code) -> CompletableFuture.failedFuture(failure(code));
      case FailsAfterwards(Code code) -> {
        var _ = written(request);
        yield CompletableFuture.failedFuture(failure(code));
      }
      case StaysSilent() -> silence();
      case Refuses(Code code) -> CompletableFuture.completedFuture(refused(request, code));
      case ComesSecond(Runnable first) -> {
        first.run();
        yield CompletableFuture.completedFuture(written(request));
      }
      case null, default -> CompletableFuture.completedFuture(written(request));
    };
  }

  private <T> CompletableFuture<T> silence() {
    CompletableFuture<T> never = new CompletableFuture<>();
    silent.add(never);
    return never;
  }

  private static BatchWriteResponse refused(BatchWriteRequest request, Code code) {
    BatchWriteResponse.Builder response = BatchWriteResponse.newBuilder();
    request.getWritesList().forEach(_ -> response.addStatus(status(code)));
    return response.build();
  }

  private synchronized BatchWriteResponse written(BatchWriteRequest request) {
    BatchWriteResponse.Builder response = BatchWriteResponse.newBuilder();
    request.getWritesList().forEach(write -> response.addStatus(status(written(write))));
    return response.build();
  }

  private Code written(Write write) {
    Document stands = documents.get(write.getUpdate().getName());
    Precondition condition = write.getCurrentDocument();
    boolean expectsNone = condition.hasExists() && !condition.getExists();
    if (expectsNone && stands != null) {
      return Code.ALREADY_EXISTS;
    }
    if (condition.hasUpdateTime() && stands == null) {
      return Code.NOT_FOUND;
    }
    if (condition.hasUpdateTime() && !condition.getUpdateTime().equals(stands.getUpdateTime())) {
      return Code.FAILED_PRECONDITION;
    }
    store(write.getUpdate());
    return Code.OK;
  }

  /** Stores a document as somebody else would. */
  synchronized void store(Document document) {
    Timestamp now = Timestamp.newBuilder().setSeconds(++seconds).build();
    documents.put(document.getName(), document.toBuilder().setUpdateTime(now).build());
  }

  private static com.google.rpc.Status status(Code code) {
    return com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage("scripted").build();
  }
}
