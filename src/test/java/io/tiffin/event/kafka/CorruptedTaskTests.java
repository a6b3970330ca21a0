package io.tiffin.event.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tiffin.event.Event;
import io.tiffin.event.Stamp;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.fixture.RealClock;
import io.tiffin.store.InMemoryFeatureStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A task of an instance is found corrupted while partitions are being shared out anew: what the
 * others have done since they were committed last is not lost.
 *
 * <p>Two instances have four tasks each. One of them is held up, so that the sharing out lasts
 * until it goes on; a clock that fails for Kafka's reason is what corrupts a task. At a larger
 * scale only, for each takes most of a minute.
 */
class CorruptedTaskTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int RESTAURANTS = 6;
  private static final RowKey FEED = new RowKey("feed", "berlin");

  private final KafkaBroker broker = KafkaBroker.shared();
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final SampleEventsOfCity city = SampleEventsOfCity.of(14, RESTAURANTS, 4, 200);
  private final OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());

  @Test
  void whatHealthyTasksHaveDoneIsNotLostWithOneThatIsCorrupted() {
    assumeTrue(SCALE > 1);

    countThroughTheCorruption("healthy");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(differences()).isEmpty());
  }

  /** The control: the feed says that all is in the rows, and it is not. */
  @Test
  void withPlainClientsItIsLostAndNobodyIsTold() {
    assumeTrue(SCALE > 1);

    countThroughTheCorruption("robbed", FleetInstance.PLAIN_CLIENTS + "=true");

    assertThat(differences()).isNotEmpty();
  }

  /** Returns when the feed says that all events are counted. */
  private void countThroughTheCorruption(String name, String... more) {
    String[] settings =
        FleetInstance.and(
            FleetInstance.and(
                FleetInstance.named(name),
                "tiffin.events.kafka.partitions=4",
                "spring.kafka.streams.properties.producer.transaction.timeout.ms=60000"),
            more);
    Trap ours = new Trap();
    Trap theirs = new Trap();
    try (FleetInstance instance = FleetInstance.start(broker.address(), store, ours, settings);
        FleetInstance other = FleetInstance.start(broker.address(), store, theirs, settings);
        ForeignProducer producer = new ForeignProducer(broker.address(), name)) {
      instance.awaitAccepting();
      producer.send(city.profiles());
      instance.awaitProfiles(RESTAURANTS);
      other.awaitProfiles(RESTAURANTS);
      await().atMost(PATIENCE).until(() -> instance.tasks() == 4 && other.tasks() == 4);

      theirs.hold();
      try {
        ours.fail(); // a task is corrupted, and has the partitions shared out anew
        awaitSharingOut(name);
        producer.send(city.others());
        await()
            .atMost(PATIENCE)
            .until(() -> instance.meters().counter("tiffin.events.accepted").count() > 100);
        ours.fail(); // and another one
      } finally {
        theirs.release();
      }
      await().atMost(PATIENCE).until(() -> watermarkMicros() == newestMicros());
    }
  }

  private void awaitSharingOut(String group) {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
    try (Admin admin = Admin.create(config)) {
      await()
          .atMost(PATIENCE)
          .until(() ->
              admin.describeConsumerGroups(List.of(group)).all().get().get(group).groupState()
                  == GroupState.PREPARING_REBALANCE);
    }
  }

  private List<String> differences() {
    return oracle.differences(StoredRows.find(store, oracle.rows().keySet()));
  }

  private long watermarkMicros() {
    Row feed = StoredRows.find(store, List.of(FEED)).get(FEED);
    return feed == null ? 0 : feed.eventTimeMicros();
  }

  private long newestMicros() {
    return city.all().stream()
        .map(Event::envelope)
        .mapToLong(envelope -> Stamp.of(envelope).eventMicros())
        .max()
        .orElseThrow();
  }

  /**
   * A clock that holds up who asks it, or fails; a tick only, for in the midst of an event Kafka
   * Streams takes that for the end of everything, and loses nothing.
   */
  private static final class Trap implements InstantSource {

    private final RealClock clock = new RealClock();
    private final ReentrantLock gate = new ReentrantLock();
    private final AtomicBoolean failing = new AtomicBoolean();

    @Override
    public Instant instant() {
      if (failing.get() && isTick() && failing.compareAndSet(true, false)) {
        throw new TimeoutException("a broker that does not answer, in a test");
      }
      gate.lock();
      try {
        return clock.instant();
      } finally {
        gate.unlock();
      }
    }

    private static boolean isTick() {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("punctuate")));
    }

    /** Returns when somebody is held up. */
    void hold() {
      gate.lock();
      await().atMost(PATIENCE).until(gate::hasQueuedThreads);
    }

    void release() {
      gate.unlock();
    }

    /** Returns when somebody has been failed. */
    void fail() {
      failing.set(true);
      await().atMost(PATIENCE).until(() -> !failing.get());
    }
  }
}
