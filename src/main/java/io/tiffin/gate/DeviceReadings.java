package io.tiffin.gate;

import java.util.List;
import java.util.OptionalDouble;

/** What accelerators of this machine are doing. Thread-safe. */
@FunctionalInterface
interface DeviceReadings {

  /** Every accelerator as it is now; none if there is none, or nothing tells of them in time. */
  List<Reading> read();

  /**
   * One accelerator.
   *
   * @param index its number, as in {@code gpu:0}
   * @param memoryUsedBytes in use by whatever process
   * @param memoryBytes all there is
   * @param load share of the last moments in which it was busy; empty if it does not tell
   */
  record Reading(int index, long memoryUsedBytes, long memoryBytes, OptionalDouble load) {

    /** The share of its memory that is in use. */
    double usedShare() {
      return memoryBytes == 0 ? 0 : (double) memoryUsedBytes / memoryBytes;
    }
  }
}
