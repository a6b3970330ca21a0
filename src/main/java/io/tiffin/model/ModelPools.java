package io.tiffin.model;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Puts threads, a bounded queue and meters before what an engine has loaded. Every engine room
 * makes its models by this one. Thread-safe.
 */
public final class ModelPools {

  /** How long closing a model waits for calls that hang. Chosen. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PoolSize size;
  private final MeterRegistry registry;
  private final Ticker ticker;
  private final Traces traces;

  /** Pools of one size, whose calls are in no trace. */
  public ModelPools(PoolSize size, MeterRegistry registry, Ticker ticker) {
    this(size, registry, ticker, Traces.OFF);
  }

  /** Pools of one size. */
  public ModelPools(PoolSize size, MeterRegistry registry, Ticker ticker, Traces traces) {
    this.traces = traces;
    this.size = size;
    this.registry = registry;
    this.ticker = ticker;
  }

  /**
   * Pools for versions that are only tried: their calls are in no meter, and closing one does not
   * take away the meters of the same version that serves.
   */
  public static ModelPools uncounted(PoolSize size, Ticker ticker) {
    return new ModelPools(size, new SimpleMeterRegistry(), ticker);
  }

  /** Pools for a command that asks its models itself, call by call, and publishes no metric. */
  public static ModelPools ofACommand(Ticker ticker) {
    return uncounted(new PoolSize(1, 1, false, 1), ticker);
  }

  /**
   * A model that is open until closed.
   *
   * @param runners makes a runner; asked once per instance, before this returns
   * @param engineModel what the runners share; closed after them, once the last call has ended
   */
  public Model open(
      Manifest manifest, Supplier<? extends Runner> runners, AutoCloseable engineModel) {
    return new PooledModel(
        manifest,
        size,
        runners,
        engineModel,
        new ModelMeters(registry, manifest),
        traces,
        ticker,
        PATIENCE);
  }
}
