package io.tiffin.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.gate.ModelGate;
import io.tiffin.guard.Guards;
import io.tiffin.model.BundleReader;
import io.tiffin.model.InputDrifts;
import io.tiffin.model.LiveErrors;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.Rehearsal;
import io.tiffin.store.FeatureStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts of this room, put together. */
final class RegistryRoom {

  final RegistryProperties properties;
  final Ticker ticker;
  final Turns turns;
  final SourceRows rows;
  final FleetRoles roles;
  final KnownVersions known;
  final LoadedVersions loaded;
  final ServedVersions served;
  final Rollout rollout;
  final Judge judge;
  final Newcomers newcomers;
  final RollbackWatch rollback;
  final RetentionSweep sweep;
  final Standings standings;
  final VersionOperations operations;

  RegistryRoom(Settings settings, Engine engine, Surroundings around, Turns turns) {
    properties = settings.properties();
    ticker = around.ticker();
    this.turns = turns;
    RegistryMeters meters = new RegistryMeters(around.meters());
    rows = new SourceRows(around.store(), around.machineClock(), ticker);
    roles = new FleetRoles(rows, settings.rolesFile());
    ModelRepository repository =
        new ModelRepository(settings.repository(), engine.reader(), around.machineClock(), ticker);
    known = new KnownVersions(repository, engine.bundled(), engine.reader());
    VersionLoader loader =
        new VersionLoader(
            known,
            engine.loader(),
            engine.trial(),
            around.guards(),
            around.rehearsal(),
            engine.warmUpCalls());
    loaded = new LoadedVersions(loader, meters, ticker, properties.maxLoaded());
    served = new ServedVersions(properties.name(), meters);
    rollout = new Rollout(known, roles, loaded, served, properties.keepPreviousLoaded());
    VerdictRows verdicts = new VerdictRows(rows);
    GateLease lease = new GateLease(rows, settings.process());
    judge = new Judge(known, rollout, verdicts, lease, around.gate(), meters);
    newcomers =
        new Newcomers(known, roles, rollout, loaded, judge, turns, properties, rows::nowMicros);
    rollback =
        new RollbackWatch(
            served,
            roles,
            rollout,
            around.errors(),
            meters,
            properties.rollback(),
            rows::nowMicros);
    sweep =
        new RetentionSweep(
            repository, new VersionRemoval(settings.repository()), properties.retention());
    standings =
        new Standings(
            known,
            roles,
            rollout,
            loaded,
            verdicts,
            around.errors(),
            around.drifts(),
            properties.name());
    operations =
        new VersionOperations(known, roles, rollout, judge, standings, turns, rows::nowMicros);
  }

  /**
   * What is set.
   *
   * @param repository directory of versions
   * @param rolesFile keeps the roles that were last known
   * @param process this process, in words that no other has
   */
  record Settings(RegistryProperties properties, Path repository, Path rolesFile, String process) {}

  /** What makes models of files. */
  record Engine(
      KnownVersions.BundledSource bundled,
      BundleReader reader,
      ModelLoader loader,
      ModelTrial trial,
      int warmUpCalls) {}

  /**
   * What else it needs; the last four are asked for when needed, and may be null.
   *
   * @param gate judges
   * @param rehearsal warms by recent requests
   * @param errors knows what came true
   * @param drifts knows what is asked
   */
  record Surroundings(
      FeatureStore store,
      Guards guards,
      MeterRegistry meters,
      InstantSource machineClock,
      Ticker ticker,
      Supplier<@Nullable ModelGate> gate,
      Supplier<@Nullable Rehearsal> rehearsal,
      Supplier<@Nullable LiveErrors> errors,
      Supplier<@Nullable InputDrifts> drifts) {}
}
