package io.tiffin.store.bigtable;

import com.google.api.core.ApiFunction;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.tiffin.store.bigtable.ChannelPulse.Sign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that gRPC's channels are back soon after an outage. By themselves they wait up to two
 * minutes before they connect again, and need 20 s at least to notice that nobody answers any more:
 * here a dead server is tried again twice a second, and a call that has timed out is a reason to
 * ask for a sign of life, and to connect anew if there is none. Thread-safe.
 */
final class ChannelWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelWatch.class);

  private final Rhythm rhythm;
  private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();
  private final Semaphore doubts = new Semaphore(0);
  private final Thread keeper;
  private volatile boolean silent;
  private volatile boolean closed;

  /**
   * When what is done.
   *
   * @param retryEvery between attempts to connect to a server that refuses
   * @param patience how long a sign of life may take
   * @param pause between two questions for signs of life, at least
   */
  record Rhythm(Duration retryEvery, Duration patience, Duration pause) {

    /** Chosen: a silent server is noticed within a second, and found again soon after. */
    static final Rhythm USUAL =
        new Rhythm(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(100));
  }

  ChannelWatch(Rhythm rhythm) {
    this.rhythm = rhythm;
    keeper = Thread.ofVirtual().name("bigtable-channels").unstarted(this::keep);
  }

  void start() {
    keeper.start();
  }

  /**
   * Watches the channels that a client makes.
   *
   * @param plaintext whether they are without TLS
   */
  @SuppressWarnings("rawtypes") // so says the client's own signature
  ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> watching(boolean plaintext) {
    return builder -> {
      ManagedChannelBuilder<?> wanted = plaintext ? builder.usePlaintext() : builder;
      return new WatchedBuilder(wanted);
    };
  }

  /** Connects a channel before it is used; gives up when a sign of life takes too long. */
  void connect(ManagedChannel channel) {
    try {
      var _ = ChannelPulse.begin(channel, rhythm.patience).sign(rhythm.patience);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A call has timed out: is anybody there? */
  void doubt() {
    if (doubts.availablePermits() == 0) {
      doubts.release();
    }
  }

  /** Whether the last sign of life was waited for in vain, on every channel. */
  boolean isSilent() {
    return silent;
  }

  private void keep() {
    try {
      while (!closed) {
        boolean doubted = doubts.tryAcquire(rhythm.retryEvery.toMillis(), TimeUnit.MILLISECONDS);
        doubts.drainPermits();
        lookOnce(doubted);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closing
    }
  }

  /** Survives whatever is thrown: without this thread an outage would last longer. */
  private void lookOnce(boolean doubted) throws InterruptedException {
    try {
      channels.removeIf(ManagedChannel::isShutdown);
      for (ManagedChannel channel : channels) {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
          channel.resetConnectBackoff();
        }
      }
      if (doubted) {
        askForSigns();
      }
    } catch (RuntimeException e) {
      LOG.warn("A look at Bigtable's channels failed, they are looked at again", e);
    }
  }

  private void askForSigns() throws InterruptedException {
    List<ChannelPulse> pulses = new ArrayList<>();
    for (ManagedChannel channel : channels) {
      pulses.add(ChannelPulse.begin(channel, rhythm.patience));
    }
    int mute = 0;
    for (ChannelPulse pulse : pulses) {
      if (pulse.sign(rhythm.patience) == Sign.NONE) {
        mute++;
        pulse.channel().enterIdle(); // lets the connection go; the next call makes another one
      }
    }
    setSilent(mute > 0 && mute == pulses.size());
    TimeUnit.MILLISECONDS.sleep(rhythm.pause.toMillis());
    if (mute > 0) {
      doubt();
    }
  }

  private void setSilent(boolean now) {
    if (now != silent) {
      LOG.warn(now ? "Bigtable is silent; connecting anew" : "Bigtable answers again");
      silent = now;
    }
  }

  /** Watches no more; the channels stay. */
  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
  }

  /** Ends the channels, with what is under way: a dead one would take seconds to end gracefully. */
  void endChannels() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  /** Remembers the channel it builds. */
  private final class WatchedBuilder extends ForwardingChannelBuilder2<WatchedBuilder> {

    private final ManagedChannelBuilder<?> builder;

    WatchedBuilder(ManagedChannelBuilder<?> builder) {
      this.builder = builder;
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
      return builder;
    }

    @Override
    public ManagedChannel build() {
      ManagedChannel channel = super.build();
      channels.add(channel);
      return channel;
    }
  }
}
