package io.tiffin.store.firestore;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.firestore.v1.stub.FirestoreStub;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls by Firestore's generated client. */
record StubCalls(FirestoreStub stub) implements FirestoreCalls {

  @Override
  public CompletableFuture<?> read(
      BatchGetDocumentsRequest request, Duration time, Consumer<BatchGetDocumentsResponse> each) {
    Stream stream = new Stream(each);
    try {
      stub.batchGetDocumentsCallable().call(request, stream, context(time));
    } catch (RuntimeException e) {
      stream.ended.completeExceptionally(e); // the client is shut down
    }
    return stream.ended;
  }

  @Override
  public CompletableFuture<BatchWriteResponse> write(BatchWriteRequest request, Duration time) {
    try {
      return completable(stub.batchWriteCallable().futureCall(request, context(time)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e); // the client is shut down
    }
  }

  private static ApiCallContext context(Duration time) {
    return GrpcCallContext.createDefault().withTimeoutDuration(time);
  }

  private static <T> CompletableFuture<T> completable(ApiFuture<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    ApiFutures.addCallback(
        call,
        new ApiFutureCallback<T>() {
          @Override
          public void onSuccess(T result) {
            answer.complete(result);
          }

          @Override
          public void onFailure(Throwable failure) {
            answer.completeExceptionally(failure);
          }
        },
        Runnable::run);
    var _ =
        answer.whenComplete((_, failure) -> {
          if (failure instanceof CancellationException) {
            call.cancel(true);
          }
        });
    return answer;
  }

  private static final class Stream implements ResponseObserver<BatchGetDocumentsResponse> {

    private final Consumer<BatchGetDocumentsResponse> each;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    Stream(Consumer<BatchGetDocumentsResponse> each) {
      this.each = each;
    }

    @Override
    public void onStart(StreamController controller) {
      var _ =
          ended.whenComplete((_, failure) -> {
            if (failure instanceof CancellationException) {
              controller.cancel();
            }
          });
    }

    @Override
    public void onResponse(BatchGetDocumentsResponse response) {
      each.accept(response);
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }
  }
}
