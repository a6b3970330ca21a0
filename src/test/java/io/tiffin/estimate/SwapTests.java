package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.RoutingTests.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingVersions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Versions that are swapped while orders are estimated. */
class SwapTests {

  private static final int SWAPS = 200;
  private static final int CALLERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EstimateFixture fixture = new EstimateFixture();
  private final Ticker real = new RealTicker();

  @Test
  void noAnswerIsMixedOrDroppedWhileVersionsAreSwappedAndClosed() throws Exception {
    List<Estimate> estimates = swapUnderLoad(versions -> versions);

    assertThat(estimates).hasSizeGreaterThan(CALLERS);
    for (Estimate estimate : estimates) {
      assertThat(estimate.answeredBy().role()).isIn(Role.STABLE, Role.CANARY);
      assertThat(estimate.minutes().p50())
          .as("version %s says its own number", estimate.answeredBy().version())
          .isEqualTo(median(Integer.parseInt(estimate.answeredBy().version())));
    }
  }

  /** As if nobody counted uses: what is served has been closed under the callers' hands. */
  @Test
  void withoutEnteringVersionsAreClosedUnderTheirCallers() throws Exception {
    List<Estimate> estimates = swapUnderLoad(SwapTests::uncounted);

    assertThat(estimates).anyMatch(estimate -> estimate.answeredBy().equals(AnsweredBy.PHYSICAL));
  }

  @Test
  void plansAndMetersOfVersionsThatServeNoMoreAreForgotten() {
    List<WeakReference<LoadedVersion>> former = new ArrayList<>();
    for (int version = 1; version <= SWAPS; version++) {
      LoadedVersion next = new LoadedVersion(model(version));
      fixture.parts.requests.rehearse(next, 1);
      fixture.serving.serve(ServingVersions.of("eta", next));
      fixture.estimate(order("o-1"));
      former.add(new WeakReference<>(next));
    }

    assertThat(fixture.registry.getMeters())
        .filteredOn(meter -> meter.getId().getName().equals("tiffin.estimates"))
        .extracting(SwapTests::version)
        .containsOnly(String.valueOf(SWAPS));
    assertThat(collected(former)).isGreaterThanOrEqualTo(SWAPS - 10);
  }

  @Test
  void aVersionIsLaidOutOnceAndSharesWhatIsLookedUpWithOthersOfTheSameFeatures() {
    LoadedVersion stable = new LoadedVersion(model(3));
    LoadedVersion canary = new LoadedVersion(model(4));
    EstimationPlan rehearsed = fixture.parts.ladders.rehearsal(canary);
    fixture.serving.serve(FakeServing.canary(stable, canary, 5));

    Ladder ladder = fixture.parts.ladders.entered(null);

    assertThat(ladder.canary().plan()).isSameAs(rehearsed);
    assertThat(ladder.canary().plan().sharesFeatures(ladder.stable().plan())).isTrue();
    assertThat(fixture.parts.ladders.entered("eta")).isSameAs(ladder);
  }

  @Test
  void aVersionThatIsRetiredIsNotEnteredAndTheBaselineAnswersIfNothingElseIsServed() {
    LoadedVersion version = new LoadedVersion(model(3));
    fixture.serving.serve(ServingVersions.of("eta", version));
    assertThat(version.retire(PATIENCE)).isTrue();

    assertThat(fixture.estimate(order("o-1")).answeredBy()).isEqualTo(AnsweredBy.PHYSICAL);
  }

  private interface Counting {

    LoadedVersion apply(LoadedVersion version);
  }

  /** Another counter for the same model: retiring the one does not wait for users of the other. */
  private static LoadedVersion uncounted(LoadedVersion version) {
    return new LoadedVersion(version.model());
  }

  private List<Estimate> swapUnderLoad(Counting counting) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Estimate> all = new ArrayList<>();
    LoadedVersion serving = new LoadedVersion(model(1));
    fixture.serving.serve(ServingVersions.of("eta", serving));
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<List<Estimate>>> asked = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        asked.add(callers.submit(() -> askUntil(over)));
      }
      for (int version = 2; version <= SWAPS; version++) {
        LoadedVersion next = new LoadedVersion(model(version));
        fixture.serving.serve(FakeServing.canary(serving, next, 50));
        fixture.serving.serve(ServingVersions.of("eta", next));
        assertThat(counting.apply(serving).retire(PATIENCE)).isTrue();
        serving = next;
      }
      over.set(true);
      for (Future<List<Estimate>> answers : asked) {
        all.addAll(answers.get());
      }
    }
    return all;
  }

  private List<Estimate> askUntil(AtomicBoolean over) {
    List<Estimate> estimates = new ArrayList<>();
    for (int at = 0; !over.get(); at++) {
      List<PartialOrder> orders = List.of(order("o-" + at), order("p-" + at), order("q-" + at));
      Deadline deadline = Deadline.in(PATIENCE, real);
      estimates.addAll(fixture.parts.estimator.estimate(orders, NOW, deadline));
    }
    return estimates;
  }

  /** A version that says its own number; a call lasts long enough to be overtaken by a swap. */
  private static FakeModel model(int version) {
    FakeModel model = FakeModel.of("eta", String.valueOf(version), (float) median(version));
    model.forgetful();
    model.beforeEachCall(_ -> LockSupport.parkNanos(1_000));
    return model;
  }

  private static double median(int version) {
    return 10 + version;
  }

  private static String version(Meter meter) {
    return meter.getId().getTag("version");
  }

  private static long collected(List<WeakReference<LoadedVersion>> references) {
    long collected = 0;
    for (int attempt = 0; attempt < 20 && collected < references.size() - 10; attempt++) {
      System.gc();
      collected = references.stream().filter(reference -> reference.refersTo(null)).count();
    }
    return collected;
  }
}
