package io.tiffin.model;

import io.tiffin.model.ServedModel.Status.Loading;
import io.tiffin.model.ServedModel.Status.Serving;
import io.tiffin.model.ServedModel.Status.Unavailable;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The model that answers estimates now, if there is one. It is loaded and warmed beside the start
 * of the service, which neither waits for it nor fails with it: without a model the physical
 * estimate answers, and health says why. Thread-safe.
 */
public final class ServedModel implements ServingModels, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ServedModel.class);

  private final ModelSource source;
  private volatile Status status = new Loading();
  private volatile boolean running;
  private Thread loading = new Thread(this::load);

  /** A holder that is empty until started. */
  ServedModel(ModelSource source) {
    this.source = source;
  }

  /** Gives the model to serve, warmed. */
  @FunctionalInterface
  interface ModelSource {

    Model load() throws BundleRefusedException;
  }

  /** What there is to serve. */
  public sealed interface Status {

    /** The model is not there yet. */
    record Loading() implements Status {}

    /** The model answers; it has been warmed. */
    record Serving(LoadedVersion version) implements Status {}

    /**
     * There is no model.
     *
     * @param reason one sentence for operators
     */
    record Unavailable(String reason) implements Status {}
  }

  @Override
  public ServingVersions serving() {
    return status instanceof Serving(LoadedVersion version)
        ? ServingVersions.of(version.manifest().name(), version)
        : ServingVersions.none("eta");
  }

  @Override
  public Optional<ServingVersions> serving(String name) {
    return Optional.of(serving()).filter(versions -> versions.name().equals(name));
  }

  @Override
  public Set<String> names() {
    return Set.of(serving().name());
  }

  /**
   * The model that answers; empty while it loads, if it was refused, and once the service stops.
   */
  public Optional<Model> current() {
    return Optional.ofNullable(serving().stable()).map(LoadedVersion::model);
  }

  public Status status() {
    return status;
  }

  /**
   * Waits until a load under way has ended, well or not; returns at once if none is, and early if
   * interrupted.
   */
  public void awaitLoaded() {
    awaitLoading();
  }

  @Override
  public void start() {
    running = true;
    loading = Thread.ofPlatform().name("model-load").daemon().start(this::load);
  }

  private void load() {
    try {
      status = new Serving(new LoadedVersion(source.load()));
    } catch (BundleRefusedException refused) {
      unavailable(refused.getMessage(), refused);
    } catch (RuntimeException | Error failure) {
      unavailable("the model cannot be loaded: " + failure, failure);
    }
  }

  private void unavailable(String reason, Throwable cause) {
    log.error("There is no model, the physical estimate answers: {}", reason, cause);
    status = new Unavailable(reason);
  }

  /** Takes the model out of service, waits for the calls under way, and frees it. */
  @Override
  public void stop() {
    running = false;
    awaitLoading();
    Optional<Model> served = current();
    status = new Unavailable("the service stops");
    served.ifPresent(Model::close);
  }

  private void awaitLoading() {
    try {
      loading.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
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
