package io.tiffin.quality;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** Watches of inputs, for tests of other rooms too. */
public final class Watching {

  /** Orders that make what is said, in tests. */
  public static final int LEAST = 20;

  private Watching() {}

  /** By the usual settings, but for fewer orders; open. */
  public static InputWatches all(MeterRegistry registry, InstantSource clock) {
    return over(Duration.ofHours(24), registry, clock);
  }

  /** Likewise, over another window. */
  public static InputWatches over(Duration window, MeterRegistry registry, InstantSource clock) {
    InputWatches watches =
        new InputWatches(new DriftProperties(window, 20, LEAST), registry, clock);
    watches.open();
    return watches;
  }
}
