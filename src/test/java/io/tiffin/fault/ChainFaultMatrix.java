package io.tiffin.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.Stalls;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chain of tiers as the service puts it together, over a real server, with each thing that can
 * go wrong: every look-up and write is answered within its deadline, what is answered is true, and
 * soon after the fault is over everything is as before.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
abstract class ChainFaultMatrix {

  private static final Duration BUDGET = Duration.ofMillis(300);

  /** For the scheduler of a busy machine that the server shares. */
  private static final Duration SLACK = Duration.ofMillis(400);

  /** Two or three on a machine of its own; that others take their share of it is no fault. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);
  private static final int LOOK_UPS = 2 + 5 * SCALE;

  private final Ticker ticker = new RealTicker();
  private final Stalls stalls = Stalls.watched();

  private Backend backend;
  private FaultProxy proxy;

  /** Starts the server. */
  abstract Backend start();

  /** Every second one in the default build, which is to be short, not the same for every server. */
  Stream<Disturbance> disturbances() {
    List<Disturbance> all = Disturbance.all();
    int first = Math.floorMod(getClass().getSimpleName().hashCode(), 2);
    return SCALE > 1
        ? all.stream()
        : IntStream.range(0, all.size()).filter(i -> i % 2 == first).mapToObj(all::get);
  }

  @BeforeAll
  void startServer() {
    backend = start();
    proxy = new FaultProxy("127.0.0.1", backend.server().port(), 42);
  }

  @AfterAll
  void endServer() {
    stalls.close();
    if (backend != null) {
      proxy.close();
      backend.server().close();
    }
  }

  @ParameterizedTest
  @MethodSource("disturbances")
  void everyAnswerIsInTimeAndTrueAndSoonAllIsAsBefore(Disturbance disturbance) {
    try (TieredStore tiers = open()) {
      var chain = new Run(tiers.store(), disturbance);
      chain.prepare();
      disturbance.begin().accept(backend.server(), proxy);
      try {
        chain.disturbed();
      } finally {
        disturbance.end().accept(backend.server(), proxy);
      }
      chain.healed();
    }
  }

  /** One disturbance, with rows of its own. */
  private final class Run {

    private final FeatureStore store;
    private final Disturbance disturbance;
    private final List<RowKey> keys;

    Run(FeatureStore store, Disturbance disturbance) {
      this.store = store;
      this.disturbance = disturbance;
      String view = "v_" + disturbance.name().replaceAll("[^a-z0-9]", "_");
      keys = IntStream.range(0, 8).mapToObj(i -> new RowKey(view, "e" + i)).toList();
    }

    void prepare() {
      await().atMost(Duration.ofSeconds(10)).until(() -> store.check(soon()).usable());
      await().atMost(Duration.ofSeconds(10)).until(() -> put(1) && isAsBefore(1));
    }

    void disturbed() {
      List<Outcome> last = List.of();
      for (int i = 0; i < LOOK_UPS; i++) {
        last = find();
        for (Outcome outcome : last) {
          assertTrue(outcome, 1);
        }
      }
      if (disturbance.silences()) {
        assertThat(last).as("the fault is felt").noneMatch(this::isAnsweredByTheServer);
      }
      long begun = ticker.nanos();
      List<WriteOutcome> written = store.put(rows(2), soon());
      assertInTime(begun);
      if (!backend.isSource()) {
        assertThat(written).hasOnlyElementsOfType(WriteOutcome.Applied.class);
      }
      long least = backend.isSource() ? 1 : 2;
      for (int i = 0; i < LOOK_UPS; i++) {
        for (Outcome outcome : find()) {
          assertTrue(outcome, least);
        }
      }
    }

    void healed() {
      stalls.await(BACK, () -> (!backend.isSource() || put(2)) && isAsBefore(2));
    }

    private boolean isAnsweredByTheServer(Outcome outcome) {
      return !(outcome instanceof Outcome.Failed)
          && outcome.source().name().equals(backend.server().source());
    }

    /** Never an older row; an absence or a failure only where the source may be to blame. */
    private void assertTrue(Outcome outcome, long least) {
      if (outcome instanceof Outcome.Found(Row row, var _)) {
        assertThat(row.revision()).isGreaterThanOrEqualTo(least);
        assertThat(new String(row.body(), UTF_8)).isEqualTo("at " + row.revision());
      } else if (outcome instanceof Outcome.Absent) {
        assertThat(backend.isSource() && disturbance.forgets()).as("absent").isTrue();
      } else {
        assertThat(backend.isSource()).as("%s", outcome).isTrue();
      }
    }

    private boolean put(long revision) {
      return store.put(rows(revision), soon()).stream()
          .noneMatch(WriteOutcome.Failed.class::isInstance);
    }

    private boolean isAsBefore(long revision) {
      return find().stream()
          .allMatch(outcome ->
              outcome instanceof Outcome.Found(Row row, var source)
                  && row.revision() == revision
                  && source.name().equals(backend.server().source()));
    }

    private List<Outcome> find() {
      long begun = ticker.nanos();
      List<Outcome> outcomes = store.find(new Query(keys, soon(), Consistency.NEAREST));
      assertInTime(begun);
      assertThat(outcomes).hasSameSizeAs(keys);
      return outcomes;
    }

    private List<Row> rows(long revision) {
      return keys.stream()
          .map(key -> new Row(key, revision, revision, ("at " + revision).getBytes(UTF_8)))
          .toList();
    }

    private void assertInTime(long begun) {
      Duration taken = Duration.ofNanos(ticker.nanos() - begun);
      assertThat(taken.minus(stalls.since(begun))).isLessThan(BUDGET.plus(SLACK));
    }
  }

  final FaultProxy proxy() {
    return proxy;
  }

  final Deadline soon() {
    return Deadline.in(BUDGET, ticker);
  }

  /** The tiers with the server among them, found at the proxy. */
  final TieredStore open(String... properties) {
    StoreTier memory =
        new StoreTier(
            "in-memory", Reach.PROCESS, new Role.SourceOfTruth(InMemoryFeatureStore::new));
    return TieredStore.open(
        new Catalogue(List.of()),
        List.of(memory),
        Stream.of(
                Stream.of("tiffin.store.tiers=" + backend.tiers()),
                backend.server().foundAt(proxy.port()).stream(),
                Stream.of(properties))
            .flatMap(all -> all)
            .toArray(String[]::new));
  }
}
