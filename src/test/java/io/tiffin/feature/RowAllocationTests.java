package io.tiffin.feature;

import static io.tiffin.feature.RowCodecFixture.view;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowAllocationTests {

  private static final int FEATURES = 40;
  private static final int ROWS = 20_000;
  private static final int READING_BYTES =
      24; // an object with two references, of which there is one
  private static final int ELSEWHERE_BYTES = 200_000; // what the virtual machine allocates once

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final RowCodec codec = RowCodec.of(numericView());
  private final byte[] body = codec.write(values());

  @Test
  void readingARowAllocatesTheReadingAndNothingElse() {
    double sum = readRows();

    long before = threads.getCurrentThreadAllocatedBytes();
    sum += readRows();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isEqualTo(2.0 * ROWS * FEATURES);
    assertThat(allocated).isLessThanOrEqualTo((long) ROWS * READING_BYTES + ELSEWHERE_BYTES);
  }

  private double readRows() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      if (codec.read(body) instanceof PackedValues values) {
        for (int slot = 0; slot < FEATURES; slot++) {
          sum += values.number(slot);
        }
      }
    }
    return sum;
  }

  private static FeatureView numericView() {
    FeatureType[] types = new FeatureType[FEATURES];
    Arrays.setAll(types, slot -> slot % 2 == 0 ? FeatureType.DOUBLE : FeatureType.INT64);
    return view(types);
  }

  private static Object[] values() {
    Object[] values = new Object[FEATURES];
    Arrays.fill(values, 1);
    return values;
  }
}
