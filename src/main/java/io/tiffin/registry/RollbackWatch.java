package io.tiffin.registry;

import io.tiffin.model.LiveErrors;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingVersions;
import io.tiffin.registry.FleetRoles.Change;
import io.tiffin.registry.RegistryProperties.Rollback;
import io.tiffin.registry.RollbackRules.Finding;
import io.tiffin.registry.RollbackRules.Observed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a canary that does worse than the stable version, and a new stable version that does
 * worse than the one before it. Every process decides by what it saw itself; the roles are changed
 * for all, once. Used by one thread.
 */
final class RollbackWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RollbackWatch.class);

  private final ServedVersions served;
  private final FleetRoles roles;
  private final Rollout rollout;
  private final Supplier<@Nullable LiveErrors> errors;
  private final RegistryMeters meters;
  private final Rollback settings;
  private final RollbackRules rules;
  private final LongSupplier nowMicros;
  private String trouble = "";

  RollbackWatch(
      ServedVersions served,
      FleetRoles roles,
      Rollout rollout,
      Supplier<@Nullable LiveErrors> errors,
      RegistryMeters meters,
      Rollback settings,
      LongSupplier nowMicros) {
    this.served = served;
    this.roles = roles;
    this.rollout = rollout;
    this.errors = errors;
    this.meters = meters;
    this.settings = settings;
    rules = new RollbackRules(settings);
    this.nowMicros = nowMicros;
  }

  /** Looks at the versions of a model that serve. */
  void look(String model) {
    if (!settings.enabled()) {
      return;
    }
    ServingVersions now = served.serving(model).orElseGet(() -> ServingVersions.none(model));
    Roles wanted = rollout.roles(model);
    LoadedVersion stable = now.stable();
    LoadedVersion canary = now.canary();
    if (stable == null) {
      return;
    }
    if (canary != null && is(wanted.canary(), canary)) {
      against(model, canary, stable)
          .ifPresent(finding ->
              takeBack(
                  model,
                  canary,
                  stable,
                  finding,
                  was ->
                      Roles.isOf(was.canary(), version(canary))
                          ? was.without(version(canary))
                          : was));
    }
    if (is(wanted.stable(), stable) && wanted.previous() != null && isFresh(wanted)) {
      against(model, stable, now.previous())
          .ifPresent(finding ->
              takeBack(
                  model,
                  stable,
                  now.previous(),
                  finding,
                  was ->
                      was.previous() == null
                          ? was
                          : was.fallenBack(version(stable), nowMicros.getAsLong())));
    }
  }

  private boolean isFresh(Roles wanted) {
    Duration ago = Duration.ofNanos((nowMicros.getAsLong() - wanted.stableSinceMicros()) * 1_000);
    return ago.compareTo(settings.watch()) <= 0;
  }

  private Optional<Finding> against(
      String model, LoadedVersion suspect, @Nullable LoadedVersion other) {
    return rules.against(observed(model, suspect), other == null ? null : observed(model, other));
  }

  private Observed observed(String model, LoadedVersion version) {
    LiveErrors known = errors.get();
    return new Observed(
        version.calls().reading(),
        known == null ? null : known.of(model, version.manifest().version()).orElse(null));
  }

  private void takeBack(
      String model,
      LoadedVersion suspect,
      @Nullable LoadedVersion other,
      Finding finding,
      UnaryOperator<Roles> change) {
    boolean[] changes = {false};
    Change made =
        roles.change(
            model,
            was -> {
              Roles next = change.apply(was);
              changes[0] = !next.equals(was);
              return next;
            });
    if (made instanceof Change.Unavailable(String message)) {
      say("%s %d should be taken back, but %s".formatted(model, version(suspect), message));
      return;
    }
    if (changes[0]) {
      LOG.warn(
          "{} {} is taken back, {} answers: {}",
          model,
          version(suspect),
          other == null ? "the version before it" : version(other),
          finding.numbers());
      meters.rolledBack(model, finding.cause());
    }
    rollout.apply(model);
  }

  private void say(String sentence) {
    if (!sentence.equals(trouble)) {
      LOG.warn("{}", sentence);
      trouble = sentence;
    }
  }

  private static boolean is(@Nullable Pinned role, LoadedVersion version) {
    return Roles.isOf(role, version(version));
  }

  private static long version(LoadedVersion version) {
    return Long.parseLong(version.manifest().version());
  }
}
