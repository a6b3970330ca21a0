package io.tiffin.event.kafka;

import io.tiffin.batching.Ticker;
import io.tiffin.event.kafka.EventTopics.Standing;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Starts the topology and the writing of rows once the brokers have the topics, and starts anew
 * what has ended. The application's own start waits for none of it.
 */
final class KafkaRuntime implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRuntime.class);

  private static final Duration CHECKS = Duration.ofSeconds(1);

  /** Between two looks at the brokers while all is well. Chosen. */
  private static final long LOOKS_NANOS = Duration.ofSeconds(5).toNanos();

  private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final Duration STOP = Duration.ofSeconds(20);

  private final EventTopics topics;
  private final StreamsBuilderFactoryBean streams;
  private final CurrentStreams current;
  private final MessageListenerContainer writing;
  private final Ticker ticker;

  private @Nullable ScheduledExecutorService checks;
  private long lookedNanos;
  private boolean looked;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long startAtNanos;
  private String told = "";
  private volatile boolean starting;

  KafkaRuntime(
      EventTopics topics,
      StreamsBuilderFactoryBean streams,
      CurrentStreams current,
      MessageListenerContainer writing,
      Ticker ticker) {
    this.topics = topics;
    this.streams = streams;
    this.current = current;
    this.writing = writing;
    this.ticker = ticker;
  }

  @Override
  public synchronized void start() {
    if (checks == null) {
      startAtNanos = ticker.nanos();
      ScheduledExecutorService made =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("kafka-events").factory());
      var _ = made.scheduleWithFixedDelay(this::check, 0, CHECKS.toMillis(), TimeUnit.MILLISECONDS);
      checks = made;
    }
  }

  // A check that throws would be the last.
  private void check() {
    try {
      look();
      if (topics.standing() instanceof Standing.Usable) {
        keepStreams();
        if (!writing.isRunning()) {
          writing.start();
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The runtime of events is tried again in a moment", e);
      rest();
    }
  }

  private void look() {
    boolean usable = topics.standing() instanceof Standing.Usable;
    if (looked && usable && ticker.nanos() - lookedNanos < LOOKS_NANOS) {
      return;
    }
    topics.check();
    looked = true;
    lookedNanos = ticker.nanos();
    String now = topics.standing() instanceof Standing.Unusable(String reason) ? reason : "";
    if (!now.equals(told)) {
      told = now;
      if (now.isEmpty()) {
        LOG.info("Events are accepted: the brokers have the topics");
      } else {
        LOG.warn("Events are not accepted: {}", now);
      }
    }
  }

  private void keepStreams() {
    if (streams.isRunning() && current.get().filter(this::hasEnded).isPresent()) {
      streams.stop();
      rest();
    }
    if (!streams.isRunning() && ticker.nanos() - startAtNanos >= 0) {
      starting = true;
      try {
        streams.start();
      } catch (RuntimeException e) {
        current.abandon(); // it would go on holding the state directory
        throw e;
      } finally {
        starting = false;
      }
    }
  }

  private void rest() {
    startAtNanos = ticker.nanos() + pauseNanos;
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  private boolean hasEnded(KafkaStreams now) {
    return switch (now.state()) {
      case ERROR, NOT_RUNNING -> true;
      case RUNNING -> {
        pauseNanos = FIRST_PAUSE_NANOS;
        yield false;
      }
      case CREATED, REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR -> false;
    };
  }

  @Override
  public synchronized void stop() {
    ScheduledExecutorService made = checks;
    if (made == null) {
      return;
    }
    checks = null;
    if (starting) {
      current.abandon();
    }
    var _ =
        made.submit(() -> {
          writing.stop();
          streams.stop();
          topics.close();
        });
    made.shutdown();
    try {
      if (!made.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Kafka Streams does not end; the process goes without waiting");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return checks != null;
  }
}
