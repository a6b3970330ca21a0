package io.tiffin.estimate;

import static io.tiffin.estimate.EstimateFixture.NOW;
import static io.tiffin.estimate.EstimateFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How many bytes an estimate costs between request and answer, JSON and network aside: a count that
 * noise does not move, and that a map of names or a boxed number on the hot path does.
 */
class AllocationTests {

  /** Measured: 3,672 with the inputs of {@link FakeModel} and a store in memory; plus a fifth. */
  private static final long MOST_BYTES = 4400;

  /** Compiled code allocates less than what runs before it, and is compiled whenever it is. */
  private static final int ROUNDS = 20;

  private static final int RUNS = 5_000;

  private final EstimateFixture fixture = new EstimateFixture();
  private final DeliveryEstimator estimator = fixture.estimator(Duration.ofMillis(60));
  private final List<PartialOrder> orders = List.of(order("r-17"));

  @Test
  void anEstimateAllocatesNoMoreThanItsBudget() {
    fixture.model.forgetful();

    long least = bytesPerEstimate();
    for (int round = 1; round < ROUNDS && least > MOST_BYTES; round++) {
      least = Math.min(least, bytesPerEstimate());
    }

    assertThat(least).isPositive().isLessThanOrEqualTo(MOST_BYTES);
  }

  private long bytesPerEstimate() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int answered = estimate(RUNS);
    return (threads.getCurrentThreadAllocatedBytes() - before) / answered;
  }

  private int estimate(int times) {
    int answered = 0;
    for (int run = 0; run < times; run++) {
      answered += estimator.estimate(orders, NOW, fixture.deadline()).size();
    }
    return answered;
  }
}
