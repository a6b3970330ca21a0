package io.tiffin.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.guard.Guard;
import io.tiffin.guard.Guards;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.OpenTiers.OpenTier;
import io.tiffin.store.OpenTiers.Role;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.trace.Traces;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is put around every technology, and around a near cache. Used by one thread, at start. */
final class TierDecorators {

  /** Chosen: measured, ages of every row are half of what a near cache's hit costs. */
  private static final int AGES_ONE_IN = 16;

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Guards guards;
  private final SecondReadProperties secondReads;
  private final SharedLookUpProperties shared;
  private final Executor besides;
  private final Traces traces;
  private final List<String> views;
  private final List<OpenTier> open = new ArrayList<>();

  /**
   * @param besides where reads run that are shared or can be overtaken; one thread each
   */
  TierDecorators(
      MeterRegistry registry,
      Catalogue catalogue,
      InstantSource clock,
      Ticker ticker,
      Guards guards,
      SecondReadProperties secondReads,
      SharedLookUpProperties shared,
      Executor besides,
      Traces traces) {
    this.registry = registry;
    this.clock = clock;
    this.ticker = ticker;
    this.guards = guards;
    this.secondReads = secondReads;
    this.shared = shared;
    this.besides = besides;
    this.traces = traces;
    views =
        catalogue.views().stream()
            .filter(view -> view.kind() != ViewKind.REQUEST)
            .map(FeatureView::name)
            .toList();
  }

  /** Around a source of truth. */
  FeatureStore source(StoreTier tier, TrafficShape traffic, FeatureStore store) {
    TierMeters meters = new TierMeters(tier.source(), false, views, registry, clock, AGES_ONE_IN);
    Guard reads = reads(tier);
    Guard writes = writes(tier);
    open.add(
        new OpenTier(
            tier.source(),
            Role.SOURCE_OF_TRUTH,
            store::check,
            meters,
            OptionalLong::empty,
            List.of(reads, writes)));
    FeatureStore guarded = new GuardedFeatureStore(coalescing(traffic, store), reads, writes);
    FeatureStore hedged = tier.reach() == Reach.PROCESS ? guarded : hedged(tier, guarded);
    FeatureStore observed = new ObservedFeatureStore(paced(traffic, hedged), meters, ticker);
    return traced(observed, new TierSpans(traces, tier, false, reads, writes));
  }

  /** Nothing is put around what is never told. */
  private FeatureStore traced(FeatureStore store, TierSpans spans) {
    return traces.isOn() ? new TracedFeatureStore(store, spans) : store;
  }

  /** Inside the guard, so that each look-up has its own time limit. */
  private FeatureStore coalescing(TrafficShape traffic, FeatureStore store) {
    return traffic.keysPerCall() == 0
        ? store
        : new CoalescingFeatureStore(store, shared.limits(traffic.keysPerCall()), besides, traces);
  }

  /** Outside the guard: a write that comes too soon says nothing against the tier. */
  private FeatureStore paced(TrafficShape traffic, FeatureStore store) {
    return traffic.writeInterval().isZero()
        ? store
        : new PacedFeatureStore(
            store,
            traffic.writeInterval(),
            ticker,
            (delay, task) ->
                CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, besides)
                    .execute(task));
  }

  private FeatureStore hedged(StoreTier tier, FeatureStore guarded) {
    return new HedgedFeatureStore(
        guarded,
        secondReads.budgets(),
        besides,
        new SecondReadMeters(tier.source(), registry, traces),
        ticker);
  }

  /** Around a remote cache. */
  RowCache cache(StoreTier tier, RowCache cache) {
    TierMeters meters = new TierMeters(tier.source(), true, views, registry, clock, AGES_ONE_IN);
    Guard reads = reads(tier);
    Guard writes = writes(tier);
    open.add(
        new OpenTier(
            tier.source(),
            Role.CACHE,
            cache::check,
            meters,
            OptionalLong::empty,
            List.of(reads, writes)));
    RowCache observed =
        new ObservedRowCache(new GuardedRowCache(cache, reads, writes), meters, ticker);
    return traces.isOn()
        ? new TracedRowCache(observed, new TierSpans(traces, tier, true, reads, writes))
        : observed;
  }

  /** What a remote cache has not taken yet. */
  void repairs(StoreTier tier, CacheRepairs repairs) {
    String name = tier.name().replace('-', '_');
    Gauge.builder("tiffin.store.repairs.pending", repairs, CacheRepairs::pending)
        .description("Rows that were written and that a cache has not taken yet")
        .tag("tier", name)
        .strongReference(true)
        .register(registry);
    Gauge.builder("tiffin.store.cache.distrusted", repairs, it -> it.isDistrusted() ? 1 : 0)
        .description("1 while this process reads past a cache that missed too many rows")
        .tag("tier", name)
        .strongReference(true)
        .register(registry);
  }

  /** Tells whether this process is told of what others write. */
  RowChanges changes(StoreTier tier, RowChanges changes) {
    AtomicInteger told = new AtomicInteger();
    changes.listen(
        new RowChanges.Listener() {
          @Override
          public void changed(RowKey key) {}

          @Override
          public void changedAny() {}

          @Override
          public void told(boolean connected) {
            told.set(connected ? 1 : 0);
          }
        });
    Gauge.builder("tiffin.store.changes.told", told, AtomicInteger::get)
        .description("1 while this process is told of rows that others write")
        .tag("tier", tier.name().replace('-', '_'))
        .strongReference(true)
        .register(registry);
    return changes;
  }

  /** What is counted of a near cache, which may stand in front of several chains. */
  TierMeters nearCache(StoreTier tier, CachingTier cache) {
    TierMeters meters = new TierMeters(tier.source(), true, views, registry, clock, AGES_ONE_IN);
    open.add(
        new OpenTier(
            tier.source(),
            Role.NEAR_CACHE,
            _ -> new Check(true, String.format(Locale.ROOT, "%,d bytes of rows", cache.weight())),
            meters,
            () -> OptionalLong.of(cache.weight()),
            List.of()));
    return meters;
  }

  /** Around a near cache with everything behind it. */
  FeatureStore nearCached(StoreTier tier, FeatureStore layer, TierMeters meters) {
    FeatureStore observed = new ObservedFeatureStore(layer, meters, ticker);
    return traced(observed, new TierSpans(traces, tier, true, null, null));
  }

  /** What is in this process has its caller's time; what is over the network has less. */
  private Guard reads(StoreTier tier) {
    return tier.reach() == Reach.PROCESS
        ? guards.unlimited(tier.name())
        : guards.limited(tier.name());
  }

  /** A bulk write takes as long as its caller gives it. */
  private Guard writes(StoreTier tier) {
    return guards.unlimited(tier.name() + "-writes");
  }

  /** Every tier in use, nearest first. */
  OpenTiers openTiers() {
    return new OpenTiers(
        open.stream().sorted(Comparator.comparing(OpenTier::role).reversed()).toList());
  }
}
