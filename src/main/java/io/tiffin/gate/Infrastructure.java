package io.tiffin.gate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What versions are judged for: the machine, and what of it serves.
 *
 * @param device what models run on, such as {@code cpu} or {@code gpu:0}
 * @param processors that this process may use
 * @param memoryBytes of the machine, or of the container if it has a limit
 * @param heapBytes the largest heap
 * @param threads platform threads that run a model
 * @param profile the thresholds' name
 */
public record Infrastructure(
    String device, int processors, long memoryBytes, long heapBytes, int threads, String profile) {

  private static final double GIB = 1 << 30;

  /** The number of the GPU that models run on; null if they run on the processor. */
  @Nullable Integer gpu() {
    return device.matches("gpu:\\d{1,3}") ? Integer.valueOf(device.substring(4)) : null;
  }

  /** All but the profile, in words. */
  public String machine() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %.1f GiB of memory, %.1f GiB of heap at most, %d model threads",
        device,
        processors,
        memoryBytes / GIB,
        heapBytes / GIB,
        threads);
  }
}
