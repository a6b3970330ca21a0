package io.tiffin.gate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What the gate found of a version.
 *
 * @param model its name
 * @param version its version
 * @param digest sha256 of its manifest, which names the digests of all its files
 * @param profile the thresholds' name
 * @param machine what it was measured on, in words: processors, memory, device
 * @param at when
 * @param checks every number with its threshold and verdict
 */
public record GateReport(
    String model,
    String version,
    String digest,
    String profile,
    String machine,
    Instant at,
    List<GateCheck> checks) {

  public GateReport {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(at, "at");
    checks = List.copyOf(checks);
  }

  /** Whether the version may take traffic. */
  public boolean accepted() {
    return failed().isEmpty();
  }

  /** What it failed at. */
  public List<GateCheck> failed() {
    return checks.stream().filter(check -> check.verdict() == GateCheck.Verdict.FAILED).toList();
  }
}
