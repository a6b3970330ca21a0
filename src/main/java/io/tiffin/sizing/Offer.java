package io.tiffin.sizing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store as it is sold somewhere.
 *
 * @param store the tier's name, such as {@code redis}
 * @param cloud where it is sold, such as {@code gcp}; stores of one cloud are combined
 * @param product what it is called there
 * @param roles what it can be in a list of tiers
 * @param onlyBefore the store that it is a cache of; null for any
 * @param tellsOfChanges whether a near cache right before it hears of writes by others
 * @param keepsThroughNodeLoss whether a lost node loses no row, so that what is said of the slowest
 *     look-ups holds on that day too
 * @param rowOverheadBytes that it adds to each row
 * @param readsPerWrite reads that a write of ours causes in it
 */
record Offer(
    String store,
    String cloud,
    String product,
    Set<Role> roles,
    @Nullable String onlyBefore,
    boolean tellsOfChanges,
    boolean keepsThroughNodeLoss,
    Latency latency,
    long rowOverheadBytes,
    double readsPerWrite,
    Limits limits,
    Charge charge) {

  Offer {
    roles = Set.copyOf(roles);
  }

  /** What a store can be in a list of tiers. */
  enum Role {
    CACHE,
    SOURCE
  }

  /**
   * Whether it can stand right before {@code source}, as a cache of it. A cache before what could
   * be a cache itself is no faster than that, and one more server to lose.
   */
  boolean caches(Offer source) {
    return roles.contains(Role.CACHE)
        && cloud.equals(source.cloud)
        && !source.roles.contains(Role.CACHE)
        && (onlyBefore == null || onlyBefore.equals(source.store));
  }

  boolean isSource() {
    return roles.contains(Role.SOURCE);
  }

  /** The price of what arrives here, or why it does not fit. */
  Bill bill(Workload workload, Load load, Terms terms) {
    return limits
        .brokenBy(workload, load)
        .<Bill>map(Bill.Refused::new)
        .orElseGet(() -> charge.bill(load, terms));
  }

  /** As a cache: all reads arrive, and all writes, of the rows that it keeps. */
  Load cacheLoad(Workload workload, double readsPerSecond) {
    double hits = readsPerSecond * workload.hitRate();
    return load(
        workload,
        workload.rows() * workload.hotShare(),
        hits,
        readsPerSecond - hits,
        workload.changesPerSecond());
  }

  /** As the source of truth: what the caches before it have missed, and all writes. */
  Load sourceLoad(Workload workload, double readsPerSecond) {
    double reads = readsPerSecond + readsPerWrite * workload.changesPerSecond();
    return load(workload, (double) workload.rows(), reads, 0, workload.changesPerSecond());
  }

  private Load load(Workload workload, double rows, double hits, double misses, double writes) {
    return new Load(
        rows * (workload.bytesPerRow() + rowOverheadBytes),
        workload.bytesPerRow(),
        hits,
        misses,
        writes);
  }
}
