package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import io.tiffin.model.BundleOutline;
import io.tiffin.model.Role;
import io.tiffin.registry.FleetRoles.Change;
import io.tiffin.registry.Judge.Judged;
import io.tiffin.registry.LoadedVersions.Load;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with versions by whoever asks; on this room's threads, and waited for. */
final class VersionOperations implements ModelOperations {

  private static final Logger LOG = LoggerFactory.getLogger(VersionOperations.class);

  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final KnownVersions known;
  private final FleetRoles roles;
  private final Rollout rollout;
  private final Judge judge;
  private final Standings standings;
  private final Turns turns;
  private final LongSupplier nowMicros;

  VersionOperations(
      KnownVersions known,
      FleetRoles roles,
      Rollout rollout,
      Judge judge,
      Standings standings,
      Turns turns,
      LongSupplier nowMicros) {
    this.known = known;
    this.roles = roles;
    this.rollout = rollout;
    this.judge = judge;
    this.standings = standings;
    this.turns = turns;
    this.nowMicros = nowMicros;
  }

  @Override
  public List<ModelStanding> models() {
    return standings.models().stream().map(standings::of).toList();
  }

  @Override
  public Optional<ModelStanding> model(String name) {
    return standings.models().contains(name) ? Optional.of(standings.of(name)) : Optional.empty();
  }

  /** A version that is there, with the digest of its manifest. */
  private record Candidate(VersionKey key, Pinned pinned) {}

  private Answer with(String name, String version, Function<Candidate, Answer> use) {
    if (!VERSION.matcher(version).matches()) {
      return new Answer.Unknown("versions are digits that do not begin with 0, not " + version);
    }
    VersionKey key = new VersionKey(name, Long.parseLong(version));
    return switch (known.look(key)) {
      case Look.Complete(BundleOutline outline) ->
          use.apply(new Candidate(key, new Pinned(key.version(), outline.digest())));
      case Look.Unfinished(String reason) ->
          new Answer.Unknown(key + " is not complete yet: " + reason);
      case Look.Damaged(String reason) -> new Answer.Conflict(key + " is damaged: " + reason);
      case Look.Absent _ -> new Answer.Unknown("there is no " + key);
    };
  }

  @Override
  public Answer evaluate(String name, String version) {
    return with(name, version, candidate -> judged(candidate, true, Answer.Judged::new));
  }

  private Answer judged(Candidate candidate, boolean anew, Function<GateReport, Answer> then) {
    return await(turns::gate, () -> judge.judge(candidate.key(), anew))
        .map(judged -> answer(judged, then))
        .orElseGet(VersionOperations::stopping);
  }

  private static Answer answer(Judged judged, Function<GateReport, Answer> then) {
    return switch (judged) {
      case Judged.Reported(GateReport report) -> then.apply(report);
      case Judged.NotNow(String reason) -> new Answer.Conflict(reason);
      case Judged.Broken(String reason) -> new Answer.Conflict(reason);
      case Judged.NoSource(String message) -> new Answer.Unavailable(message);
    };
  }

  @Override
  public Answer activate(String name, String version, Waiver waiver) {
    return withAccepted(
        name,
        version,
        waiver,
        candidate ->
            take(
                candidate,
                Role.STABLE,
                now -> now.activated(candidate.pinned(), nowMicros.getAsLong())));
  }

  @Override
  public Answer canary(String name, String version, int percent, Waiver waiver) {
    if (percent < 1 || percent > 99) {
      return new Answer.Conflict("a canary answers 1 to 99 % of the orders, not " + percent);
    }
    return withAccepted(
        name,
        version,
        waiver,
        candidate ->
            take(candidate, Role.CANARY, now -> now.withCanary(candidate.pinned(), percent)));
  }

  @Override
  public Answer shadow(String name, String version) {
    return with(
        name,
        version,
        candidate -> take(candidate, Role.SHADOW, now -> now.withShadow(candidate.pinned())));
  }

  private Answer withAccepted(
      String name, String version, Waiver waiver, Function<Candidate, Answer> use) {
    return with(
        name,
        version,
        candidate ->
            judge
                .verdict(candidate.key())
                .map(report -> accepted(report, candidate, waiver, use))
                .orElseGet(() ->
                    judged(candidate, false, report -> accepted(report, candidate, waiver, use))));
  }

  private static Answer accepted(
      GateReport report, Candidate candidate, Waiver waiver, Function<Candidate, Answer> use) {
    if (report.accepted()) {
      return use.apply(candidate);
    }
    return switch (waiver) {
      case Waiver.None _ -> new Answer.Refused(report);
      case Waiver.Given(String by, String reason) -> {
        LOG.warn("{}. {} lets it in all the same: {}", Verdicts.sentence(report), by, reason);
        yield use.apply(candidate);
      }
    };
  }

  /** Loads a version, gives it a role at the source, and returns once it serves. */
  private Answer take(Candidate candidate, Role role, UnaryOperator<Roles> change) {
    return onWork(() -> {
      VersionKey key = candidate.key();
      roles.refresh(List.of(key.model())); // others may have changed them a moment ago
      try {
        if (rollout.prepare(key.model(), candidate.pinned()) instanceof Load.Failed(String why)) {
          return new Answer.Conflict(key + " is not loaded: " + why);
        }
        return changed(key, role, change);
      } finally {
        rollout.apply(key.model()); // also takes out of memory what has got no role
      }
    });
  }

  private Answer changed(VersionKey key, @Nullable Role role, UnaryOperator<Roles> change) {
    Pinned bundled = known.bundledOf(key.model());
    return switch (roles.change(key.model(), now -> change.apply(now.resolved(bundled)))) {
      case Change.Unavailable(String message) -> new Answer.Unavailable(message);
      case Change.Made(Roles now) -> {
        rollout.apply(key.model());
        Role has = now.resolved(bundled).of(key.version());
        yield has == role
            ? new Answer.Done(standings.of(key.model()))
            : new Answer.Conflict(
                "%s is %s: give another version that role first".formatted(key, has));
      }
    };
  }

  @Override
  public Answer retire(String name, String version) {
    if (!VERSION.matcher(version).matches()) {
      return new Answer.Unknown("versions are digits that do not begin with 0, not " + version);
    }
    VersionKey key = new VersionKey(name, Long.parseLong(version));
    return onWork(() -> {
      if (standings.models().contains(name)) {
        roles.refresh(List.of(name));
      }
      Roles now = rollout.roles(name);
      Role role = now.of(key.version());
      if (role == null) {
        return known.look(key) instanceof Look.Absent
            ? new Answer.Unknown("there is no " + key)
            : new Answer.Conflict(key + " has no role");
      }
      return role == Role.STABLE ? retireStable(key, now) : retireOther(key);
    });
  }

  private Answer retireOther(VersionKey key) {
    return changed(
        key, null, now -> now.of(key.version()) == Role.STABLE ? now : now.without(key.version()));
  }

  private Answer retireStable(VersionKey key, Roles now) {
    Pinned next = now.previous() == null ? known.bundledOf(key.model()) : now.previous();
    if (next == null || next.version() == key.version()) {
      return new Answer.Conflict(
          "nothing else could answer in place of " + key + ": activate another version instead");
    }
    try {
      if (rollout.prepare(key.model(), next) instanceof Load.Failed(String why)) {
        return new Answer.Conflict(
            "%s %d, which would answer, is not loaded: %s"
                .formatted(key.model(), next.version(), why));
      }
      return changed(key, null, was -> was.fallenBack(key.version(), nowMicros.getAsLong()));
    } finally {
      rollout.apply(key.model());
    }
  }

  private Answer onWork(Supplier<Answer> work) {
    return await(turns::work, work).orElseGet(VersionOperations::stopping);
  }

  private static Answer stopping() {
    return new Answer.Unavailable("the service stops");
  }

  /** Empty if the service stops meanwhile, or the caller is interrupted. */
  private static <T> Optional<T> await(Executor on, Supplier<T> work) {
    try {
      return Optional.of(CompletableFuture.supplyAsync(work, on).get());
    } catch (RejectedExecutionException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException broken) {
      throw new IllegalStateException("an operation on a model broke", broken.getCause());
    }
  }
}
