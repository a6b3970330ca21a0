package io.tiffin.registry;

import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServedStatus;
import io.tiffin.registry.RegistryProperties.NewVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps what serves as the disk and the roles have it, from start to stop. The start of the service
 * neither waits for it nor fails with it: without a model the physical estimate answers, and health
 * says why.
 */
final class ModelRegistry implements ServedStatus, SmartLifecycle {

  /** How often versions are looked for that are to be removed. Chosen. */
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final RegistryRoom room;
  private final CountDownLatch firstLoad = new CountDownLatch(1);
  private volatile boolean running;
  private volatile boolean stopped;
  private long sweptNanos;

  ModelRegistry(RegistryRoom room) {
    this.room = room;
    sweptNanos = room.ticker.nanos();
  }

  @Override
  public void start() {
    running = true;
    room.turns.every(room.properties.poll(), this::poll);
  }

  /** One turn: what is on disk, what the roles are, what follows. */
  void poll() {
    if (stopped) {
      return;
    }
    try {
      room.known.readBundled(room.rows.now());
      room.known.scan();
      List<String> models = models();
      room.roles.refresh(models);
      for (String model : models) {
        room.rollout.apply(model);
        firstLoad.countDown(); // the default one is the first
      }
      room.judge.renew();
      for (String model : models) {
        room.newcomers.look(model);
        room.rollback.look(model);
      }
      if (room.ticker.nanos() - sweptNanos >= SWEEP.toNanos()) {
        sweptNanos = room.ticker.nanos();
        sweep(models);
      }
    } finally {
      firstLoad.countDown();
    }
  }

  /** The default one first. */
  private List<String> models() {
    List<String> models = new ArrayList<>(room.standings.models());
    models.remove(room.properties.name());
    models.addFirst(room.properties.name());
    return models;
  }

  /** Only with roles that are true: a version whose role is not known must stay. */
  void sweep(List<String> models) {
    Set<VersionKey> there = new HashSet<>();
    for (String model : models) {
      there.addAll(room.known.versions(model).keySet());
      if (room.roles.isCurrent()) {
        room.sweep.sweep(model, this::isNeeded, room.rows.now());
      }
    }
    room.loaded.forgetFailures(there);
  }

  private boolean isNeeded(VersionKey key) {
    Roles now = room.rollout.roles(key.model());
    Pinned stable = now.stable();
    boolean waits =
        room.properties.newVersions() != NewVersions.WAIT
            && key.version() > Math.max(now.considered(), stable == null ? 0 : stable.version());
    return waits
        || now.of(key.version()) != null
        || room.loaded.get(key) != null
        || room.loaded.isLoading(key)
        || room.known.isBundled(key)
        || room.judge.isJudging(key)
        || room.newcomers.isUnderWay(key);
  }

  @Override
  public Status status() {
    LoadedVersion stable = room.served.serving().stable();
    if (stable != null) {
      return new Status.Serving(stable);
    }
    if (stopped) {
      return new Status.Unavailable("the service stops");
    }
    return firstLoad.getCount() > 0 ? new Status.Loading() : new Status.Unavailable(reason());
  }

  private String reason() {
    String usual = room.properties.name();
    Pinned stable = room.rollout.roles(usual).stable();
    if (stable != null) {
      String failure = room.loaded.failure(new VersionKey(usual, stable.version()));
      if (failure != null) {
        return failure;
      }
    }
    String trouble = room.known.bundledTrouble();
    return trouble.isEmpty()
        ? "there is no version of %s that may answer: tiffin.model.name should be one of %s"
            .formatted(usual, room.known.models())
        : trouble;
  }

  @Override
  public void awaitLoaded() {
    try {
      firstLoad.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the models out of service, waits for the calls under way, and frees them. */
  @Override
  public void stop() {
    running = false;
    stopped = true;
    room.turns.end();
    room.judge.end();
    room.served.clear();
    room.loaded.retain(Set.of());
    room.loaded.awaitRetired();
    firstLoad.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops after the web server has drained, whose phase is above. */
  @Override
  public int getPhase() {
    return 0;
  }
}
