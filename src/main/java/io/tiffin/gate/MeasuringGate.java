package io.tiffin.gate;

import io.tiffin.evaluation.Scored;
import io.tiffin.feature.FeatureName;
import io.tiffin.gate.VersionTrial.Tools;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads, measures and judges, one version at a time. */
final class MeasuringGate implements ModelGate {

  private static final Logger log = LoggerFactory.getLogger(MeasuringGate.class);

  private final Tools tools;
  private final GateProfile profile;
  private final Infrastructure infrastructure;
  private final InstantSource clock;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);

  MeasuringGate(
      Tools tools, GateProfile profile, Infrastructure infrastructure, InstantSource clock) {
    this.tools = tools;
    this.profile = profile;
    this.infrastructure = infrastructure;
    this.clock = clock;
  }

  /**
   * What the serving version is compared by.
   *
   * @param measured null if it was not
   * @param scored its answers on the candidate's set; null if they do not compare
   * @param note why not; empty if they do, or nothing serves
   */
  private record Reference(
      @Nullable Measured measured, @Nullable List<Scored> scored, String note) {}

  @Override
  public GateReport judge(Bundle candidate, @Nullable Bundle serving)
      throws BundleRefusedException {
    oneAtATime.lock();
    try (BoundedCalls calls = new BoundedCalls()) {
      GateReport report = judge(candidate, serving, calls);
      log.info(
          "The gate {} {} {}: {}",
          report.accepted() ? "accepts" : "refuses",
          report.model(),
          report.version(),
          report.failed().stream().map(GateCheck::metric).toList());
      return report;
    } finally {
      oneAtATime.unlock();
    }
  }

  private GateReport judge(Bundle candidate, @Nullable Bundle serving, BoundedCalls calls)
      throws BundleRefusedException {
    OptionalDouble loadBefore = tools.process().load();
    LabelledSet set = LabelledSet.of(candidate);
    VersionTrial trial = new VersionTrial(tools, calls, profile.cost());
    Measured measured = trial.ofCandidate(candidate, set);
    Reference reference =
        serving == null ? new Reference(null, null, "") : reference(trial, serving, set);
    List<GateCheck> checks =
        new ArrayList<>(
            new QualityChecks(
                    profile.quality(), measured.scored(), reference.scored(), reference.note())
                .checks());
    checks.addAll(
        new CostChecks(
                profile.cost(),
                tools.measuring(),
                measured,
                reference.measured(),
                infrastructure.gpu())
            .checks());
    return new GateReport(
        candidate.manifest().name(),
        candidate.manifest().version(),
        digest(candidate),
        profile.name(),
        machine(loadBefore),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        checks);
  }

  /** A serving version that cannot be asked is no reason to refuse another. */
  private static Reference reference(VersionTrial trial, Bundle serving, LabelledSet set) {
    try {
      Measured measured = trial.ofServing(serving, set);
      Set<FeatureName> lacking = set.lacking(serving.manifest(), LabelledSet.of(serving));
      return lacking.isEmpty()
          ? new Reference(measured, measured.scored(), "")
          : new Reference(
              measured,
              null,
              "not compared: no order of the set knows "
                  + lacking.iterator().next()
                  + (lacking.size() == 1 ? "" : " and " + (lacking.size() - 1) + " other features")
                  + ", which the serving version reads");
    } catch (BundleRefusedException failure) {
      log.warn("{} cannot be compared with", serving, failure);
      return new Reference(
          null, null, "not compared: the serving version: " + failure.getMessage());
    }
  }

  private String machine(OptionalDouble before) {
    OptionalDouble after = tools.process().load();
    if (before.isEmpty() || after.isEmpty()) {
      return infrastructure.machine();
    }
    boolean isBusy =
        Math.max(before.getAsDouble(), after.getAsDouble()) > infrastructure.processors();
    return String.format(
        Locale.ROOT,
        "%s; load %.1f before, %.1f after%s",
        infrastructure.machine(),
        before.getAsDouble(),
        after.getAsDouble(),
        isBusy ? ": busy, times may be longer than the version's own" : "");
  }

  private static String digest(Bundle bundle) throws BundleRefusedException {
    try {
      byte[] manifest = Files.readAllBytes(bundle.directory().resolve("manifest.json"));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(manifest));
    } catch (IOException unreadable) {
      throw new BundleRefusedException("manifest.json: cannot be read: " + unreadable, unreadable);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
