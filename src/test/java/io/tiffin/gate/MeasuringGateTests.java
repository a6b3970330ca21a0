package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.gate.DeviceReadings.Reading;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.model.Bundle;
import io.tiffin.model.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuringGateTests {

  private static final long MIB = 1 << 20;

  @TempDir private Path directory;

  private GateFixture fixture;

  @BeforeEach
  void fixture() {
    fixture = new GateFixture(directory);
  }

  @Test
  void aVersionThatIsRightAndFastIsAccepted() throws Exception {
    GateReport report = fixture.gate().judge(fixture.bundle("2", 200, fixture.good()), null);

    assertThat(report.accepted()).isTrue();
    assertThat(report.model()).isEqualTo("eta");
    assertThat(report.version()).isEqualTo("2");
    assertThat(report.digest()).hasSize(64);
    assertThat(report.profile()).isEqualTo("server");
    assertThat(report.machine())
        .startsWith("cpu, 2 processors")
        .endsWith("load 0.5 before, 0.5 after");
    assertThat(report.at()).isEqualTo(GateFixture.NOW);
    assertThat(value(report, "latency.p50")).isEqualTo(2.05);
    assertThat(value(report, "latency.batch")).isEqualTo(3.6);
    assertThat(value(report, "heap.allocated")).isEqualTo(1);
    assertThat(value(report, "memory.native")).isEqualTo(1);
    assertThat(value(report, "mae")).isBetween(4.0, 6.0);
  }

  @Test
  void everyCopyIsClosedAgainAndNoTwoVersionsAreOpenAtATime() throws Exception {
    ModelGate gate = fixture.gate();

    gate.judge(fixture.bundle("2", 60, fixture.good()), fixture.bundle("1", 60, fixture.good()));

    assertThat(fixture.open).hasValue(0);
    assertThat(fixture.mostOpen).hasValue(2);
  }

  @Test
  void slowAndAccurateIsRefusedForItsLatency() throws Exception {
    Bundle slow =
        fixture.bundle(
            "2",
            200,
            fixture.new Usual() {
              @Override
              public void beforeCall(int call, int rows) {
                fixture.ticker.advance(Duration.ofMillis(80));
              }
            });

    GateReport report = fixture.gate().judge(slow, null);

    assertThat(failed(report)).containsExactly("latency.p50", "latency.p99", "latency.batch");
    assertThat(value(report, "latency.p99")).isEqualTo(80);
  }

  @Test
  void fastAndWrongIsRefusedForItsErrors() throws Exception {
    Bundle wrong =
        fixture.bundle(
            "2",
            200,
            fixture.new Usual() {
              @Override
              public double median(double items) {
                return 90 - super.median(items);
              }
            });

    GateReport report = fixture.gate().judge(wrong, null);

    assertThat(failed(report))
        .containsExactly(
            "mae",
            "within5",
            "within10",
            "lateAccuracy",
            "latePrecision",
            "lateRecall",
            "pinball",
            "coverage.gap");
  }

  @Test
  void tooLargeIsRefusedForItsSizeByTheProfileThatAsksForLess() throws Exception {
    Bundle large = fixture.bundle("2", GateFixture.samples(200, 1), 20 * MIB, fixture.good());

    GateReport onServer = fixture.gate().judge(large, null);
    fixture.profile = GateProfile.small(Duration.ofMillis(60));
    GateReport onSmall = fixture.gate().judge(large, null);

    assertThat(onServer.accepted()).isTrue();
    assertThat(failed(onSmall)).containsExactly("size");
    assertThat(onSmall.profile()).isEqualTo("small");
  }

  @Test
  void hungryForNativeMemoryIsRefusedForThat() throws Exception {
    fixture.residentPerLoad = 2_000 * MIB;

    GateReport report = fixture.gate().judge(fixture.bundle("2", 200, fixture.good()), null);

    assertThat(failed(report)).containsExactly("memory.native");
    assertThat(value(report, "memory.native")).isEqualTo(2_000);
  }

  @Test
  void hungryForHeapIsRefusedForThat() throws Exception {
    fixture.allocatedPerCall = MIB;

    GateReport report = fixture.gate().judge(fixture.bundle("2", 200, fixture.good()), null);

    assertThat(failed(report)).containsExactly("heap.allocated");
  }

  @Test
  void overloadingTheGpuIsRefusedForThat() throws Exception {
    fixture.device = "gpu:1";
    fixture.devices = List.of(gpu(0, 10, 0.1), gpu(1, 78, 0.97));

    GateReport report = fixture.gate().judge(fixture.bundle("2", 200, fixture.good()), null);

    assertThat(failed(report)).containsExactly("gpu.memory", "gpu.load");
    assertThat(value(report, "gpu.load")).isEqualTo(0.97);
  }

  @Test
  void aGpuThatModelsDoNotRunOnIsNobodysBusiness() throws Exception {
    Bundle candidate = fixture.bundle("2", 200, fixture.good());
    fixture.devices = List.of(gpu(0, 79, 1));

    GateReport onProcessor = fixture.gate().judge(candidate, null);
    fixture.device = "gpu:1";
    GateReport onAnother = fixture.gate().judge(candidate, null);

    assertThat(onProcessor.accepted()).isTrue();
    assertThat(check(onProcessor, "gpu.load").note()).isEqualTo("models run on the processor");
    assertThat(onAnother.accepted()).isTrue();
    assertThat(check(onAnother, "gpu.load").note()).isEqualTo("nothing tells of gpu:1");
  }

  @Test
  void worseThanTheServingVersionIsRefusedThoughGoodEnoughByItself() throws Exception {
    Bundle worse = fixture.bundle("2", 400, offBy(4));
    Bundle serving = fixture.bundle("1", 400, fixture.good());

    GateReport alone = fixture.gate().judge(worse, null);
    GateReport beside = fixture.gate().judge(worse, serving);

    assertThat(alone.accepted()).isTrue();
    assertThat(failed(beside)).contains("mae.ratio", "pinball.ratio").doesNotContain("mae");
    assertThat(check(beside, "mae").reference()).isLessThan(value(beside, "mae"));
    assertThat(check(beside, "latency.p50").reference()).isEqualTo(2.05);
  }

  @Test
  void aHiccupOfTheMachineDecidesNothing() throws Exception {
    Bundle candidate =
        fixture.bundle(
            "2",
            200,
            fixture.new Usual() {
              @Override
              public void beforeCall(int call, int rows) {
                super.beforeCall(call, rows);
                boolean isHiccup = 60 <= call && call < 180;
                fixture.ticker.advance(Duration.ofMillis(isHiccup ? 100 : 0));
              }
            });

    GateReport rounds = fixture.gate().judge(candidate, null);
    fixture.measuring =
        new Measuring(8, 32, 20, 1, Duration.ofMillis(300), 10, Duration.ofSeconds(5));
    GateReport once = fixture.gate().judge(candidate, null);

    assertThat(rounds.accepted()).isTrue();
    assertThat(failed(once)).contains("latency.p99");
  }

  @Test
  void aServingVersionThatDoesNotAnswerIsNoReasonToRefuse() throws Exception {
    Bundle broken =
        fixture.bundle(
            "1",
            60,
            fixture.new Usual() {
              @Override
              public double median(double items) {
                return Double.NaN;
              }
            });

    GateReport report = fixture.gate().judge(fixture.bundle("2", 60, fixture.good()), broken);

    assertThat(report.accepted()).isTrue();
    assertThat(check(report, "orders").note())
        .startsWith("not compared: the serving version: the model answers an order");
    assertThat(report.checks()).noneMatch(check -> check.metric().equals("mae.ratio"));
  }

  @Test
  void aSetWithoutWhatTheServingVersionReadsDoesNotCompareThem() throws Exception {
    List<Sample> poor =
        GateFixture.samples(60, 1).stream()
            .map(sample -> new Sample(Map.of(), sample.minutes(), 45.0))
            .toList();
    Bundle candidate = fixture.bundle("2", poor, 1_000, fixture.good());
    Bundle serving = fixture.bundle("1", 60, fixture.good());

    GateReport report = fixture.gate().judge(candidate, serving);

    assertThat(check(report, "orders").note())
        .isEqualTo(
            "not compared: no order of the set knows request.items_total, which the serving"
                + " version reads");
    assertThat(report.checks()).noneMatch(check -> check.metric().endsWith(".ratio"));
  }

  @Test
  void ofTooFewOrdersErrorsAreToldAndNotJudged() throws Exception {
    Bundle candidate = fixture.bundle("2", 29, offBy(40));

    GateReport report = fixture.gate().judge(candidate, null);

    assertThat(report.accepted()).isTrue();
    assertThat(check(report, "mae").verdict()).isEqualTo(Verdict.TOLD);
    assertThat(check(report, "orders").note()).startsWith("fewer than 30");
  }

  @Test
  void aVersionWithoutOrdersIsJudgedByItsCost() throws Exception {
    Bundle candidate = fixture.bundle("2", 0, fixture.good());

    GateReport report = fixture.gate().judge(candidate, null);

    assertThat(report.accepted()).isTrue();
    assertThat(value(report, "orders")).isZero();
    assertThat(value(report, "latency.p50")).isEqualTo(2.05);
  }

  @Test
  void oneIsJudgedAtATime() throws Exception {
    ModelGate gate = fixture.gate();
    Bundle candidate = fixture.bundle("2", 60, fixture.good());

    CompletableFuture<?>[] judgings = new CompletableFuture<?>[4];
    for (int judging = 0; judging < judgings.length; judging++) {
      judgings[judging] = CompletableFuture.supplyAsync(() -> judged(gate, candidate));
    }
    CompletableFuture.allOf(judgings).join();

    assertThat(fixture.mostOpen).hasValue(2);
  }

  private static GateReport judged(ModelGate gate, Bundle candidate) {
    try {
      return gate.judge(candidate, null);
    } catch (Exception refused) {
      throw new AssertionError(refused);
    }
  }

  private ScriptedModel.Script offBy(double minutes) {
    return fixture.new Usual() {
      @Override
      public double median(double items) {
        return super.median(items) + minutes;
      }
    };
  }

  private static Reading gpu(int index, int usedGib, double load) {
    return new Reading(index, (long) usedGib << 30, 80L << 30, OptionalDouble.of(load));
  }

  private static List<String> failed(GateReport report) {
    return report.failed().stream().map(GateCheck::metric).toList();
  }

  private static @Nullable Double value(GateReport report, String metric) {
    return check(report, metric).value();
  }

  private static GateCheck check(GateReport report, String metric) {
    return report.checks().stream()
        .filter(check -> check.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
