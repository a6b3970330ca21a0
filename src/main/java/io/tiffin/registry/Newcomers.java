package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import io.tiffin.model.BundleOutline;
import io.tiffin.registry.FleetRoles.Change;
import io.tiffin.registry.Judge.Judged;
import io.tiffin.registry.LoadedVersions.Load;
import io.tiffin.registry.RegistryProperties.NewVersions;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a role to a new highest version that the gate accepts. Each version is decided about once:
 * one that was refused, does not load, or was taken back is not tried by itself again.
 */
final class Newcomers {

  private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

  /** Versions that are looked at in one turn until one is complete. Chosen. */
  private static final int LOOKS = 10;

  private final KnownVersions known;
  private final FleetRoles roles;
  private final Rollout rollout;
  private final LoadedVersions loaded;
  private final Judge judge;
  private final Turns turns;
  private final NewVersions policy;
  private final int canaryPercent;
  private final LongSupplier nowMicros;
  private volatile @Nullable VersionKey underWay;
  private String said = "";

  Newcomers(
      KnownVersions known,
      FleetRoles roles,
      Rollout rollout,
      LoadedVersions loaded,
      Judge judge,
      Turns turns,
      RegistryProperties properties,
      LongSupplier nowMicros) {
    this.known = known;
    this.roles = roles;
    this.rollout = rollout;
    this.loaded = loaded;
    this.judge = judge;
    this.turns = turns;
    policy = properties.newVersions();
    canaryPercent = properties.canaryPercent();
    this.nowMicros = nowMicros;
  }

  boolean isUnderWay(VersionKey key) {
    return key.equals(underWay);
  }

  /** Looks for a new version of a model, and has it judged beside. */
  void look(String model) {
    if (policy == NewVersions.WAIT || underWay != null || !roles.isCurrent()) {
      return;
    }
    Roles now = rollout.roles(model);
    Pinned stable = now.stable();
    long floor = Math.max(now.considered(), stable == null ? 0 : stable.version());
    known
        .newestAbove(model, floor, LOOKS)
        .ifPresent(found -> {
          underWay = found;
          turns.gate(() -> judge(found));
        });
  }

  private void judge(VersionKey found) {
    Runnable next = () -> {};
    try {
      next =
          switch (judge.judge(found, false)) {
            case Judged.Reported(GateReport report) -> () -> decide(found, report);
            case Judged.Broken(String reason) -> () -> leave(found, reason);
            case Judged.NotNow(String reason) -> () -> say(found + " waits: " + reason);
            case Judged.NoSource(String message) -> () -> say(found + " waits: " + message);
          };
    } finally {
      Runnable decided = next;
      turns.work(() -> {
        try {
          decided.run();
        } finally {
          underWay = null;
        }
      });
    }
  }

  private void say(String sentence) {
    if (!sentence.equals(said)) {
      LOG.info("{}", sentence);
      said = sentence;
    }
  }

  private void leave(VersionKey found, String reason) {
    loaded.failed(found, reason);
    change(found, now -> now);
  }

  private void decide(VersionKey found, GateReport report) {
    if (!report.accepted()) {
      change(found, now -> now);
      return;
    }
    if (!(known.look(found) instanceof Look.Complete(BundleOutline outline))
        || !outline.digest().equals(report.digest())) {
      return; // it has changed meanwhile, and is looked at again
    }
    Pinned next = new Pinned(found.version(), report.digest());
    if (rollout.prepare(found.model(), next) instanceof Load.Done) {
      change(found, now -> promoted(now, next));
    } else {
      change(found, now -> now);
    }
  }

  private Roles promoted(Roles now, Pinned next) {
    return switch (now.stable() == null ? NewVersions.ACTIVATE : policy) {
      case ACTIVATE -> now.activated(next, nowMicros.getAsLong());
      case CANARY -> now.withCanary(next, canaryPercent);
      case SHADOW -> now.withShadow(next);
      case WAIT -> now;
    };
  }

  /** Changes the roles unless another process has decided about this version, and notes it. */
  private void change(VersionKey found, UnaryOperator<Roles> change) {
    Pinned bundled = known.bundledOf(found.model());
    Change made =
        roles.change(
            found.model(),
            now ->
                now.considered() >= found.version()
                    ? now
                    : change.apply(now.resolved(bundled)).considered(found.version()));
    if (made instanceof Change.Unavailable(String message)) {
      LOG.warn("{} is decided about later: {}", found, message);
    }
    rollout.apply(found.model());
  }
}
