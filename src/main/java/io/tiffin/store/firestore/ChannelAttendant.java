package io.tiffin.store.firestore;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings one channel back soon after an outage. By itself gRPC waits longer and longer between two
 * attempts to connect, two minutes in the end, and does not notice for ten seconds at least that an
 * open connection has gone silent. Thread-safe.
 */
final class ChannelAttendant implements ClientInterceptor {

  /** Between two attempts to connect, give or take a half. Chosen. */
  private static final long RETRY_MILLIS = 200;

  /** How long a connection on which calls wait may be silent. Chosen. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private static final long NOBODY_WAITS = Long.MIN_VALUE;

  private final Ticker ticker;
  private final AtomicLong waitingSince = new AtomicLong(NOBODY_WAITS);
  private volatile Runnable abandon = () -> {};

  ChannelAttendant(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Attends to the channel, whose calls it intercepts, until that is shut down. */
  void attend(ManagedChannel channel) {
    abandon = channel::enterIdle;
    watch(channel);
  }

  private void watch(ManagedChannel channel) {
    ConnectivityState state = channel.getState(false);
    switch (state) {
      case SHUTDOWN -> {}
      case TRANSIENT_FAILURE ->
          soon(() -> {
            channel.resetConnectBackoff();
            watch(channel);
          });
      case CONNECTING, READY, IDLE -> channel.notifyWhenStateChanged(state, () -> watch(channel));
    }
  }

  private static void soon(Runnable task) {
    long millis = ThreadLocalRandom.current().nextLong(RETRY_MILLIS / 2, RETRY_MILLIS * 3 / 2 + 1);
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        waitingSince.compareAndSet(NOBODY_WAITS, now());
        super.start(new Listening<>(listener), headers);
      }
    };
  }

  private long now() {
    return ticker.nanos();
  }

  private void heard() {
    if (waitingSince.get() != NOBODY_WAITS) {
      waitingSince.set(NOBODY_WAITS);
    }
  }

  /** A call was given up: if nothing at all came since long, its connection is, too. */
  private void unanswered() {
    long since = waitingSince.get();
    if (since != NOBODY_WAITS
        && now() - since >= SILENCE.toNanos()
        && waitingSince.compareAndSet(since, NOBODY_WAITS)) {
      abandon.run();
    }
  }

  private final class Listening<A> extends SimpleForwardingClientCallListener<A> {

    Listening(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onHeaders(Metadata headers) {
      heard();
      super.onHeaders(headers);
    }

    @Override
    public void onMessage(A message) {
      heard();
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      switch (status.getCode()) {
        case DEADLINE_EXCEEDED, CANCELLED -> unanswered();
        default -> heard();
      }
      super.onClose(status, trailers);
    }
  }
}
