package io.tiffin.sizing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of tiers that could hold a view.
 *
 * @param near the near cache; null without
 * @param cache a shared cache; null without
 * @param source the source of truth
 */
record Combination(@Nullable NearCache near, @Nullable Offer cache, Offer source) {

  private static final String NEAR = "near-cache";

  /** Enough hits that the slowest of 100 look-ups is one of them. */
  private static final double NEARLY_ALL = 0.99;

  private static final double HALF = 0.5;

  /** Every combination of what a list offers. */
  static List<Combination> of(PriceList prices) {
    List<Combination> all = new ArrayList<>();
    for (Offer source : prices.offers()) {
      if (source.isSource()) {
        List<@Nullable Offer> caches = new ArrayList<>();
        caches.add(null);
        prices.offers().stream().filter(offer -> offer.caches(source)).forEach(caches::add);
        for (Offer cache : caches) {
          all.add(new Combination(null, cache, source));
          all.add(new Combination(prices.nearCache(), cache, source));
        }
      }
    }
    return all;
  }

  String cloud() {
    return source.cloud();
  }

  /** The names of the tiers, nearest first. */
  List<String> tiers() {
    List<String> tiers = new ArrayList<>();
    if (near != null) {
      tiers.add(NEAR);
    }
    if (cache != null) {
      tiers.add(cache.store());
    }
    tiers.add(source.store());
    return tiers;
  }

  /** The price of a workload, part by part, or the first reason why there is none. */
  Priced price(Workload workload, Terms terms) {
    double nearHits = nearHitRate(workload);
    double reads = workload.readsPerSecond() * (1 - nearHits);
    List<StorePart> parts = new ArrayList<>();
    if (near != null) {
      parts.add(nearPart(near, workload, nearHits));
    }
    if (cache != null) {
      Load load = cache.cacheLoad(workload, reads);
      switch (cache.bill(workload, load, terms)) {
        case Bill.Refused refused -> {
          return new Priced.Not(cache.product() + ": " + refused.reason());
        }
        case Bill.Priced priced -> parts.add(part(cache, load, priced));
      }
      reads = load.missesPerSecond();
    }
    Load load = source.sourceLoad(workload, reads);
    switch (source.bill(workload, load, terms)) {
      case Bill.Refused refused -> {
        return new Priced.Not(source.product() + ": " + refused.reason());
      }
      case Bill.Priced priced -> parts.add(part(source, load, priced));
    }
    return new Priced.At(parts, latency(workload, nearHits));
  }

  private double nearHitRate(Workload workload) {
    return near == null ? 0 : near.hitRate(workload, cache == null ? source : cache);
  }

  /**
   * The median is of the tier that answers half of the reads. The slowest of 100 is a miss of every
   * tier that does not answer 99 of 100, or that may lose its rows: what is promised of the slowest
   * must hold on the day that a process or a node is replaced.
   */
  private Latency latency(Workload workload, double nearHits) {
    Latency behind = source.latency();
    if (cache != null) {
      Latency hit = cache.latency();
      double rate = workload.hitRate();
      boolean isSure = rate >= NEARLY_ALL && cache.keepsThroughNodeLoss();
      behind =
          new Latency(
              rate >= HALF ? hit.p50Millis() : hit.p50Millis() + behind.p50Millis(),
              isSure ? hit.p99Millis() : hit.p99Millis() + behind.p99Millis());
    }
    if (near == null) {
      return behind;
    }
    double median = near.latency().p50Millis();
    return new Latency(nearHits >= HALF ? median : behind.p50Millis(), behind.p99Millis());
  }

  /** What to know beside the price. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (cache != null && !cache.keepsThroughNodeLoss()) {
      notes.add(
          "a lost node of " + cache.store() + " sends its share of the reads to " + source.store());
    }
    if (cache != null && cache.onlyBefore() != null) {
      notes.add(
          cache.store() + " is a setting of the tier " + source.store() + ", no tier of its own");
    }
    if (source.roles().contains(Offer.Role.CACHE)) {
      notes.add("kept in memory: what was written last may be lost with the node that took it");
    }
    return notes;
  }

  private static StorePart nearPart(NearCache near, Workload workload, double hitRate) {
    long mib = Amount.units(near.usedMib(workload), 1);
    return new StorePart(
        NEAR,
        "memory of each process",
        mib,
        "MiB",
        workload.readsPerSecond(),
        0,
        0,
        "answers %s %% of the reads".formatted(Amount.text(100 * hitRate)));
  }

  private static StorePart part(Offer offer, Load load, Bill.Priced priced) {
    return new StorePart(
        offer.store(),
        offer.product(),
        priced.units(),
        priced.unit(),
        load.readsPerSecond(),
        load.writesPerSecond(),
        Amount.cents(priced.monthlyCost()),
        priced.why());
  }

  /** What came of pricing. */
  sealed interface Priced {

    /** The parts with their prices, and how fast they are together. */
    record At(List<StorePart> parts, Latency latency) implements Priced {

      double monthlyCost() {
        return Amount.cents(parts.stream().mapToDouble(StorePart::monthlyCost).sum());
      }
    }

    /** No price, and why. */
    record Not(String reason) implements Priced {}
  }
}
