package io.tiffin.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often a source beyond this machine is read a second time for the same keys.
 *
 * @param share second reads of every kind, as a share of all reads; 0 for none
 * @param hedgedShare second reads beside one that takes unusually long, as a share of all reads; 0
 *     for none
 * @param hedgeAfter no second read is made beside one that has taken less than this
 */
@ConfigurationProperties("tiffin.store.second-reads")
record SecondReadProperties(
    @DefaultValue("0.1") double share,
    @DefaultValue("0.05") double hedgedShare,
    @DefaultValue("2ms") Duration hedgeAfter) {

  SecondReadProperties {
    requireShare("share", share);
    requireShare("hedged-share", hedgedShare);
    if (hedgeAfter.isNegative()) {
      throw new IllegalArgumentException(
          "tiffin.store.second-reads.hedge-after is " + hedgeAfter + ", set it to 0 or more");
    }
  }

  private static void requireShare(String property, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "tiffin.store.second-reads.%s is %s, set it to 0 to 1".formatted(property, share));
    }
  }

  /** Budgets of one source. */
  HedgedFeatureStore.Budgets budgets() {
    return new HedgedFeatureStore.Budgets(
        new CallBudget(share), new CallBudget(hedgedShare), hedgeAfter.toNanos());
  }
}
