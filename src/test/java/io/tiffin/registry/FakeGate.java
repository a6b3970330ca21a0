package io.tiffin.registry;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.gate.GateReport;
import io.tiffin.gate.ModelGate;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A gate that says what it is told to, and accepts everything else. Thread-safe. */
final class FakeGate implements ModelGate {

  final List<String> judged = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Map<String, String> broken = new ConcurrentHashMap<>();
  private volatile Runnable before = () -> {};

  /** From now on refuses this version for its error. */
  void refusing(String version) {
    refused.add(version);
  }

  void accepting(String version) {
    refused.remove(version);
  }

  /** From now on this version does not load in the gate. */
  void breaking(String version, String reason) {
    broken.put(version, reason);
  }

  void beforeEach(Runnable action) {
    before = action;
  }

  @Override
  public GateReport judge(Bundle candidate, @Nullable Bundle serving)
      throws BundleRefusedException {
    before.run();
    String version = candidate.manifest().version();
    judged.add(version + (serving == null ? "" : " against " + serving.manifest().version()));
    String reason = broken.get(version);
    if (reason != null) {
      throw new BundleRefusedException(reason);
    }
    return report(candidate.manifest().name(), version, candidate.digest());
  }

  private GateReport report(String name, String version, String digest) {
    Verdict verdict = refused.contains(version) ? Verdict.FAILED : Verdict.PASSED;
    GateCheck error =
        new GateCheck("mae", "min", Kind.OPTIMIZING, 9.25, 6.0, Bound.AT_MOST, null, verdict, "");
    return new GateReport(
        name, version, digest, "server", "a machine", Instant.EPOCH, List.of(error));
  }
}
