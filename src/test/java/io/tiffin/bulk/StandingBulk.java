package io.tiffin.bulk;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.PartialOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that estimates a file of orders and stands still in the middle of it, to be killed.
 *
 * <p>Arguments: the file, and the file to write.
 */
final class StandingBulk {

  private static final int BATCHES = 30;

  private StandingBulk() {}

  public static void main(String[] arguments) throws Exception {
    BulkFixture bulk = new BulkFixture();
    AtomicInteger batches = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    bulk.estimator =
        (orders, at, deadline) ->
            batches.incrementAndGet() > BATCHES
                ? stand(never, orders, at, deadline)
                : PlainOrders.wellAnswered(orders, at, deadline);
    System.exit(
        bulk.execute(Path.of(arguments[0]), Path.of(arguments[1]), Map.of("batch-orders", "1000")));
  }

  private static List<Estimate> stand(
      CountDownLatch never, List<PartialOrder> orders, Instant at, Deadline deadline) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return PlainOrders.wellAnswered(orders, at, deadline);
  }

  static Process start(Path orders, Path estimates) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            StandingBulk.class.getName(),
            orders.toString(),
            estimates.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
