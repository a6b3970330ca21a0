package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import io.tiffin.model.BundleOutline;
import io.tiffin.model.InputDrifts;
import io.tiffin.model.LiveErrors;
import io.tiffin.model.LoadedVersion;
import io.tiffin.registry.ModelStanding.State;
import io.tiffin.registry.ModelStanding.VersionStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says how models stand, for people. Reads manifests; not for a serving thread. Thread-safe. */
final class Standings {

  private final KnownVersions known;
  private final FleetRoles roles;
  private final Rollout rollout;
  private final LoadedVersions loaded;
  private final VerdictRows verdicts;
  private final Supplier<@Nullable LiveErrors> errors;
  private final Supplier<@Nullable InputDrifts> drifts;
  private final String usual;

  Standings(
      KnownVersions known,
      FleetRoles roles,
      Rollout rollout,
      LoadedVersions loaded,
      VerdictRows verdicts,
      Supplier<@Nullable LiveErrors> errors,
      Supplier<@Nullable InputDrifts> drifts,
      String usual) {
    this.known = known;
    this.roles = roles;
    this.rollout = rollout;
    this.loaded = loaded;
    this.verdicts = verdicts;
    this.errors = errors;
    this.drifts = drifts;
    this.usual = usual;
  }

  NavigableSet<String> models() {
    NavigableSet<String> models = known.models();
    models.add(usual);
    return models;
  }

  ModelStanding of(String model) {
    Roles now = rollout.roles(model);
    SortedMap<VersionKey, Instant> found = new TreeMap<>(known.versions(model));
    for (Pinned role : new Pinned[] {now.stable(), now.canary(), now.shadow(), now.previous()}) {
      if (role != null) {
        found.putIfAbsent(new VersionKey(model, role.version()), Instant.EPOCH);
      }
    }
    Map<VersionKey, GateReport> said = verdicts.find(found.keySet());
    List<VersionStanding> versions = new ArrayList<>();
    found.forEach((key, at) -> {
      VersionStanding standing = version(key, at, now, said.get(key));
      if (standing != null) {
        versions.addFirst(standing);
      }
    });
    return new ModelStanding(
        model, model.equals(usual), now.canaryPercent(), versions, roles.from());
  }

  /** Null for one that is not complete and has no role. */
  private @Nullable VersionStanding version(
      VersionKey key, Instant foundAt, Roles now, @Nullable GateReport said) {
    return switch (known.look(key)) {
      case Look.Complete(BundleOutline outline) -> complete(key, foundAt, now, outline, said);
      case Look.Damaged(String reason) -> wanting(key, foundAt, now, reason);
      case Look.Unfinished(String reason) ->
          now.of(key.version()) == null ? null : wanting(key, foundAt, now, reason);
      case Look.Absent _ ->
          now.of(key.version()) == null
              ? null
              : wanting(key, foundAt, now, "it is not in the repository of this process");
    };
  }

  private VersionStanding complete(
      VersionKey key,
      Instant foundAt,
      Roles now,
      BundleOutline outline,
      @Nullable GateReport said) {
    GateReport verdict = said != null && said.digest().equals(outline.digest()) ? said : null;
    LoadedVersion version = loaded.get(key);
    String failure = loaded.failure(key);
    State state = state(key, version, failure, verdict);
    String reason =
        switch (state) {
          case FAILED -> failure;
          case REFUSED -> verdict == null ? null : Verdicts.sentence(verdict);
          case FOUND, LOADING, LOADED -> known.note(key);
        };
    LiveErrors live = errors.get();
    InputDrifts inputs = drifts.get();
    String name = Long.toString(key.version());
    return new VersionStanding(
        name,
        now.of(key.version()),
        state,
        reason,
        foundAt,
        outline.bytes(),
        outline.engine(),
        outline.evaluation(),
        verdict,
        version == null ? null : version.calls().reading(),
        live == null ? null : live.of(key.model(), name).orElse(null),
        inputs == null ? null : inputs.of(key.model(), name).orElse(null));
  }

  private State state(
      VersionKey key,
      @Nullable LoadedVersion version,
      @Nullable String failure,
      @Nullable GateReport verdict) {
    if (version != null) {
      return State.LOADED;
    }
    if (loaded.isLoading(key)) {
      return State.LOADING;
    }
    if (failure != null) {
      return State.FAILED;
    }
    return verdict != null && !verdict.accepted() ? State.REFUSED : State.FOUND;
  }

  private VersionStanding wanting(VersionKey key, Instant foundAt, Roles now, String reason) {
    LoadedVersion version = loaded.get(key);
    return new VersionStanding(
        Long.toString(key.version()),
        now.of(key.version()),
        version == null ? State.FAILED : State.LOADED,
        reason,
        foundAt,
        0,
        "",
        Map.of(),
        null,
        version == null ? null : version.calls().reading(),
        null,
        null);
  }
}
