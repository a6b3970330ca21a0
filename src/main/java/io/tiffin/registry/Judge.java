package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import io.tiffin.gate.ModelGate;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleOutline;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.registry.GateLease.Asked;
import io.tiffin.registry.Look.Whole;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Has the gate judge versions, one process of a fleet each of them, and keeps what it says. */
final class Judge {

  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

  private final KnownVersions known;
  private final Rollout rollout;
  private final VerdictRows verdicts;
  private final GateLease lease;
  private final Supplier<@Nullable ModelGate> gate;
  private final RegistryMeters meters;
  private volatile @Nullable VersionKey atWork;

  Judge(
      KnownVersions known,
      Rollout rollout,
      VerdictRows verdicts,
      GateLease lease,
      Supplier<@Nullable ModelGate> gate,
      RegistryMeters meters) {
    this.known = known;
    this.rollout = rollout;
    this.verdicts = verdicts;
    this.lease = lease;
    this.gate = gate;
    this.meters = meters;
  }

  /** What came of it. */
  sealed interface Judged {

    record Reported(GateReport report) implements Judged {}

    /** It cannot be judged now: another process does, its files are not there, there is no gate. */
    record NotNow(String reason) implements Judged {}

    /** It does not load or does not answer. */
    record Broken(String reason) implements Judged {}

    record NoSource(String message) implements Judged {}
  }

  boolean isJudging(VersionKey key) {
    return key.equals(atWork);
  }

  /** Keeps the right to judge while the gate is at work. */
  void renew() {
    lease.renew();
  }

  /** Lets another process judge at once. */
  void end() {
    lease.release();
  }

  /** What was said of these very files; empty if nothing was, or the source does not answer. */
  Optional<GateReport> verdict(VersionKey key) {
    return known.look(key) instanceof Look.Complete(BundleOutline outline)
        ? verdict(key, outline.digest())
        : Optional.empty();
  }

  private Optional<GateReport> verdict(VersionKey key, String digest) {
    Map<VersionKey, GateReport> found = verdicts.find(Set.of(key));
    return Optional.ofNullable(found.get(key)).filter(report -> report.digest().equals(digest));
  }

  /**
   * Judges a version. Takes seconds, on the caller's thread.
   *
   * @param anew although there is a verdict
   */
  Judged judge(VersionKey key, boolean anew) {
    return switch (lease.take(key)) {
      case Asked.Unknown _ ->
          new Judged.NoSource("the source of truth does not answer: " + key + " is not judged");
      case Asked.Taken(String holder) ->
          new Judged.NotNow(holder + " judges " + key + " right now: ask again");
      case Asked.Held _ -> {
        atWork = key;
        try {
          yield judgeWhole(key, anew);
        } finally {
          atWork = null;
          lease.release();
        }
      }
    };
  }

  private Judged judgeWhole(VersionKey key, boolean anew) {
    return switch (known.read(key)) {
      case Whole.Refused(String reason, boolean lasting) ->
          lasting ? new Judged.Broken(reason) : new Judged.NotNow(reason);
      case Whole.Read(Bundle bundle) -> {
        Optional<GateReport> before =
            anew ? Optional.empty() : verdict(key, bundle.digest()); // by who had the lease before
        yield before.<Judged>map(Judged.Reported::new).orElseGet(() -> judgeNow(key, bundle));
      }
    };
  }

  private Judged judgeNow(VersionKey key, Bundle bundle) {
    ModelGate judging = gate.get();
    if (judging == null) {
      return new Judged.NotNow("there is no gate to judge " + key);
    }
    try {
      GateReport report = judging.judge(bundle, serving(key));
      boolean kept = verdicts.write(key, report);
      LOG.atLevel(report.accepted() ? Level.INFO : Level.WARN)
          .log("{}{}", Verdicts.sentence(report), kept ? "" : ", which the source does not keep");
      meters.judged(
          key.model(), report.accepted() ? RegistryMeters.ACCEPTED : RegistryMeters.REFUSED);
      return new Judged.Reported(report);
    } catch (BundleRefusedException refused) {
      meters.judged(key.model(), RegistryMeters.BROKEN);
      return new Judged.Broken(refused.getMessage());
    } catch (RuntimeException broken) {
      LOG.error("The gate broke at {}", key, broken);
      meters.judged(key.model(), RegistryMeters.BROKEN);
      return new Judged.Broken("the gate broke: " + broken);
    }
  }

  /** What answers now, to be compared with; null if nothing else does. */
  private @Nullable Bundle serving(VersionKey candidate) {
    Pinned stable = rollout.roles(candidate.model()).stable();
    return stable != null
            && stable.version() != candidate.version()
            && known.read(new VersionKey(candidate.model(), stable.version()))
                instanceof Whole.Read(Bundle bundle)
        ? bundle
        : null;
  }
}
