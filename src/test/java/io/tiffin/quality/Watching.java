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
    InputWatches watches =
        new InputWatches(new DriftProperties(Duration.ofHours(24), 20, LEAST), registry, clock);
    watches.open();
    return watches;
  }
}
