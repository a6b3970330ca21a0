package io.tiffin.gate;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Readings of the process that asks, by the JVM and, on Linux, the kernel. */
final class ThisProcess implements ProcessReadings {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Override
  public OptionalLong residentBytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(ThisProcess::bytes)
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** Of a line such as {@code VmRSS: 123456 kB}. */
  private static long bytes(String line) {
    return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) * 1024;
  }

  @Override
  public Set<Long> threads() {
    return LongStream.of(threads.getAllThreadIds()).boxed().collect(Collectors.toSet());
  }

  @Override
  public long allocatedBytes(Set<Long> ids) {
    long[] each =
        threads.getThreadAllocatedBytes(ids.stream().mapToLong(Long::longValue).toArray());
    return LongStream.of(each).filter(bytes -> bytes > 0).sum();
  }

  @Override
  public long cpuNanos() {
    return system.getProcessCpuTime();
  }

  @Override
  public OptionalDouble load() {
    double load = system.getSystemLoadAverage();
    return load < 0 ? OptionalDouble.empty() : OptionalDouble.of(load);
  }
}
