package io.tiffin.store.bigtable;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A question whether anybody is at the other end of a channel: an empty {@code PingAndWarm},
 * without credentials. It is refused, and who refuses is there.
 *
 * @param channel whose end
 * @param answer what came back
 */
record ChannelPulse(ManagedChannel channel, CompletableFuture<Status> answer) {

  private static final MethodDescriptor<byte[], byte[]> PING =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("google.bigtable.v2.Bigtable/PingAndWarm")
          .setRequestMarshaller(new Nothing())
          .setResponseMarshaller(new Nothing())
          .build();

  /** What a pulse found. */
  enum Sign {
    /** Somebody answers, be it with an error. */
    ANSWER,
    /** There is no connection; gRPC knows, and makes one. */
    REFUSAL,
    /** Nobody answers. */
    NONE
  }

  /** Asks; does not wait. */
  static ChannelPulse begin(ManagedChannel channel, Duration patience) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
    CompletableFuture<Status> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(channel.newCall(PING, options), new byte[0], new Answer(answer));
    return new ChannelPulse(channel, answer);
  }

  /** Waits for the sign, at most as long again as a pulse may take. */
  Sign sign(Duration patience) throws InterruptedException {
    try {
      return switch (answer.get(2 * patience.toNanos(), TimeUnit.NANOSECONDS).getCode()) {
        case DEADLINE_EXCEEDED -> Sign.NONE;
        case UNAVAILABLE -> Sign.REFUSAL;
        default -> Sign.ANSWER;
      };
    } catch (TimeoutException | ExecutionException _) {
      return Sign.NONE;
    }
  }

  /** Takes what comes first. */
  private record Answer(CompletableFuture<Status> answer) implements StreamObserver<byte[]> {

    @Override
    public void onNext(byte[] value) {
      answer.complete(Status.OK);
    }

    @Override
    public void onError(Throwable failure) {
      answer.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      answer.complete(Status.OK);
    }
  }

  /** Sends no fields and reads none. */
  private static final class Nothing implements Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }
}
