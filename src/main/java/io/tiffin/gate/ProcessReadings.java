package io.tiffin.gate;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** What this process takes of the machine. Thread-safe. */
interface ProcessReadings {

  /** Memory of the process that is resident, heap and all; empty where nothing tells. */
  OptionalLong residentBytes();

  /** Ids of the platform threads there are now. */
  Set<Long> threads();

  /** Heap that these threads have allocated since they began. */
  long allocatedBytes(Set<Long> threads);

  /** Processor time of all threads of the process since it began. */
  long cpuNanos();

  /** How many threads of the machine want a processor, over the last minute; empty if unknown. */
  OptionalDouble load();
}
