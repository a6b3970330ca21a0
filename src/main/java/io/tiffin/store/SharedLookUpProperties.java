package io.tiffin.store;

import io.tiffin.batching.MicroBatcher.Limits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How concurrent look-ups of a source beyond this machine share calls; of each source apart. What
 * Redis shares is under {@code tiffin.store.redis}.
 *
 * @param calls calls under way at once; what is asked meanwhile shares the next one
 * @param waiting look-ups that wait for a call at most; more fail at once
 */
@ConfigurationProperties("tiffin.store.shared-look-ups")
record SharedLookUpProperties(@DefaultValue("16") int calls, @DefaultValue("10000") int waiting) {

  SharedLookUpProperties {
    requirePositive("calls", calls);
    requirePositive("waiting", waiting);
  }

  private static void requirePositive(String property, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "tiffin.store.shared-look-ups.%s is %d, set it to 1 or more".formatted(property, value));
    }
  }

  Limits limits(int keysPerCall) {
    return new Limits(calls, keysPerCall, waiting);
  }
}
