package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ThisProcessTests {

  private final ThisProcess process = new ThisProcess();

  @Test
  @EnabledOnOs(OS.LINUX)
  void itsMemoryIsRead() {
    assertThat(process.residentBytes().orElse(0)).isGreaterThan(10 << 20);
  }

  @Test
  void whatAThreadAllocatesIsCountedForItAlone() {
    Set<Long> mine = Set.of(Thread.currentThread().threadId());
    long before = process.allocatedBytes(mine);

    byte[] allocated = new byte[1 << 20];

    assertThat(process.allocatedBytes(mine) - before)
        .isGreaterThanOrEqualTo(allocated.length)
        .isLessThan(2L * allocated.length);
    assertThat(process.allocatedBytes(Set.of())).isZero();
    assertThat(process.threads()).containsAll(mine);
    assertThat(process.cpuNanos()).isPositive();
  }
}
