package io.tiffin.gate;

import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Judges what a version costs; the serving version's numbers are told beside. */
final class CostChecks {

  private static final double KIB = 1 << 10;
  private static final double MIB = 1 << 20;

  private final GateProfile.Cost limits;
  private final Measuring measuring;
  private final Measured candidate;
  private final @Nullable Measured serving;
  private final @Nullable Integer device;
  private final List<GateCheck> checks = new ArrayList<>();

  /**
   * @param serving null if there is none
   * @param device number of the GPU that models run on; null if they run on the processor
   */
  CostChecks(
      GateProfile.Cost limits,
      Measuring measuring,
      Measured candidate,
      @Nullable Measured serving,
      @Nullable Integer device) {
    this.limits = limits;
    this.measuring = measuring;
    this.candidate = candidate;
    this.serving = serving;
    this.device = device;
  }

  List<GateCheck> checks() {
    String single =
        String.format(
            Locale.ROOT,
            "%d callers, one order a call; %,d calls",
            measuring.concurrency(),
            candidate.single().calls());
    String batch =
        String.format(
            Locale.ROOT,
            "one caller, %d orders a call; %,d calls",
            measuring.batch(),
            candidate.batch().calls());
    both(
        "latency.p50",
        "ms",
        m -> m.single().p50Millis(),
        GateProfile.Cost.millis(limits.latencyP50AtMost()),
        single);
    both(
        "latency.p99",
        "ms",
        m -> m.single().p99Millis(),
        GateProfile.Cost.millis(limits.latencyP99AtMost()),
        single);
    both(
        "latency.batch",
        "ms",
        m -> m.batch().p50Millis(),
        GateProfile.Cost.millis(limits.batchP50AtMost()),
        batch);
    both("size", "MiB", m -> m.sizeBytes() / MIB, mib(limits.sizeAtMost()), "");
    nativeMemory();
    both(
        "heap.allocated",
        "KiB",
        m -> m.allocatedBytes() / KIB,
        limits.allocationAtMost().toBytes() / KIB,
        "by a call for one order");
    String cpu = "processor time for an order, the whole process's";
    both("cpu", "ms", m -> m.single().cpuMillis(), null, cpu + ", one order a call");
    both("cpu.batch", "ms", m -> m.batch().cpuMillis(), null, cpu + ", many orders a call");
    device();
    return checks;
  }

  private void nativeMemory() {
    boolean isKnown = candidate.nativeBytes().isPresent();
    add(
        "memory.native",
        "MiB",
        isKnown ? candidate.nativeBytes().getAsLong() / MIB : null,
        isKnown ? mib(limits.nativeMemoryAtMost()) : null,
        null,
        isKnown ? "of one more copy" : "this system does not tell");
  }

  private void device() {
    if (device == null) {
      add("gpu.memory", "", null, null, null, "models run on the processor");
      add("gpu.load", "", null, null, null, "models run on the processor");
      return;
    }
    List<DeviceReadings.Reading> readings =
        candidate.devicesMeanwhile().stream()
            .flatMap(List::stream)
            .filter(reading -> reading.index() == device)
            .toList();
    if (readings.isEmpty()) {
      String note = "nothing tells of gpu:" + device;
      add("gpu.memory", "", null, null, null, note);
      add("gpu.load", "", null, null, null, note);
      return;
    }
    double[] loads = sorted(readings, reading -> reading.load().orElse(Double.NaN));
    double[] memory = sorted(readings, DeviceReadings.Reading::usedShare);
    OptionalDouble load = median(loads);
    add(
        "gpu.memory",
        "",
        median(memory).orElseThrow(),
        limits.gpuMemoryAtMost(),
        null,
        grown(readings));
    add(
        "gpu.load",
        "",
        load.isPresent() ? load.getAsDouble() : null,
        load.isPresent() ? limits.gpuLoadAtMost() : null,
        null,
        load.isPresent()
            ? "the median of " + loads.length + " readings"
            : "the device does not tell");
  }

  private String grown(List<DeviceReadings.Reading> readings) {
    long before =
        candidate.devicesBefore().stream()
            .filter(reading -> device != null && reading.index() == device)
            .mapToLong(DeviceReadings.Reading::memoryUsedBytes)
            .findFirst()
            .orElse(0);
    double used = median(sorted(readings, DeviceReadings.Reading::memoryUsedBytes)).orElse(0);
    return String.format(
        Locale.ROOT, "%,.0f MiB in use, %,.0f before it was loaded", used / MIB, before / MIB);
  }

  private static double[] sorted(
      List<DeviceReadings.Reading> readings, ToDoubleFunction<DeviceReadings.Reading> number) {
    return readings.stream().mapToDouble(number).filter(Double::isFinite).sorted().toArray();
  }

  private static OptionalDouble median(double[] ascending) {
    return ascending.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(ascending[ascending.length / 2]);
  }

  private void both(
      String metric,
      String unit,
      ToDoubleFunction<Measured> number,
      @Nullable Double limit,
      String note) {
    Double reference = serving == null ? null : (Double) number.applyAsDouble(serving);
    add(metric, unit, number.applyAsDouble(candidate), limit, reference, note);
  }

  private void add(
      String metric,
      String unit,
      @Nullable Double value,
      @Nullable Double limit,
      @Nullable Double reference,
      String note) {
    Verdict verdict =
        value == null || limit == null
            ? Verdict.TOLD
            : value <= limit ? Verdict.PASSED : Verdict.FAILED;
    checks.add(
        new GateCheck(
            metric, unit, Kind.SATISFICING, value, limit, Bound.AT_MOST, reference, verdict, note));
  }

  private static double mib(DataSize size) {
    return size.toBytes() / MIB;
  }
}
