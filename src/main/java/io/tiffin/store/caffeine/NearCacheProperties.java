package io.tiffin.store.caffeine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the near cache. No entry is kept longer than the largest max age of its view's
 * features, whatever is set here.
 *
 * @param maxWeight what rows, their keys and what keeps them may occupy of the heap; at least 1MB
 * @param maxAge how long an entry is served where writes by other processes are told
 * @param soleWriterMaxAge how long an entry is served where no other process writes
 * @param unannouncedMaxAge how long an entry is served where writes by other processes are not
 *     told, or not at the moment: the time for which this process may serve what another has
 *     overwritten
 * @param absenceAge how long it is believed that there is no row, where the above is not shorter; a
 *     write through this process ends it at once
 * @param refreshAfter the share of its age after which an entry that is read is read again behind;
 *     1 for never
 * @param jitter the share of its age by which an entry's life is shortened at most, at random
 * @param concurrentRefreshes calls that refresh entries at once, for each chain of tiers
 * @param refreshTimeout how long such a call may take
 */
@ConfigurationProperties("tiffin.store.near-cache")
record NearCacheProperties(
    @DefaultValue("64MB") DataSize maxWeight,
    @DefaultValue("30s") Duration maxAge,
    @DefaultValue("10m") Duration soleWriterMaxAge,
    @DefaultValue("1s") Duration unannouncedMaxAge,
    @DefaultValue("5s") Duration absenceAge,
    @DefaultValue("0.75") double refreshAfter,
    @DefaultValue("0.2") double jitter,
    @DefaultValue("16") int concurrentRefreshes,
    @DefaultValue("500ms") Duration refreshTimeout) {

  private static final String PREFIX = "tiffin.store.near-cache.";
  private static final DataSize LEAST_WEIGHT = DataSize.ofMegabytes(1);

  NearCacheProperties {
    if (maxWeight.compareTo(LEAST_WEIGHT) < 0) {
      throw new IllegalArgumentException(
          PREFIX + "max-weight is " + maxWeight.toBytes() + "B, set it to 1MB or more");
    }
    requirePositive("max-age", maxAge);
    requirePositive("sole-writer-max-age", soleWriterMaxAge);
    requirePositive("unannounced-max-age", unannouncedMaxAge);
    requirePositive("absence-age", absenceAge);
    requirePositive("refresh-timeout", refreshTimeout);
    requireShare("refresh-after", refreshAfter);
    requireShare("jitter", jitter);
    if (concurrentRefreshes < 1) {
      throw new IllegalArgumentException(
          PREFIX + "concurrent-refreshes is " + concurrentRefreshes + ", set it to 1 or more");
    }
    if (unannouncedMaxAge.compareTo(maxAge) > 0) {
      throw new IllegalArgumentException(
          (PREFIX
                  + "unannounced-max-age is %s, longer than "
                  + PREFIX
                  + "max-age, %s;"
                  + " set it to that or less")
              .formatted(unannouncedMaxAge, maxAge));
    }
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          PREFIX + name + " is " + duration + ", set it to 1ms or more");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          PREFIX + name + " is " + share + ", set it to a share between 0 and 1");
    }
  }
}
