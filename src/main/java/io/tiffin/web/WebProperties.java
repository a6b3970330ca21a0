package io.tiffin.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the HTTP face takes at most.
 *
 * @param maxBody the largest body of a request, but for batches and loads
 * @param maxBatchBody the largest body of a batch of orders or events
 * @param maxBatchOrders the most orders of a batch
 * @param maxEvents the most events of one body
 * @param maxConcurrentEstimates how many requests are estimated at once at most; more wait at the
 *     door. Fewer while answers come too late
 * @param minConcurrentEstimates how many requests are estimated at once at least, however late
 *     answers come
 * @param maxConcurrentBatches how many batches are held at once; more wait at the door
 * @param maxConcurrentFeatureRequests how many look-ups, replacements and deletions of features are
 *     worked on at once; more wait at the door
 * @param maxConcurrentLoads how many loads stream in at once; more wait at the door
 * @param maxConcurrentEvents how many bodies of events are taken in at once; more wait at the door
 * @param maxConcurrentModelOperations how many versions of models are judged, activated and so on
 *     at once; more wait at the door
 * @param maxBodyTime how long a body may take to come, but for loads
 * @param maxWait how long a request waits at the door before it is refused with 503
 * @param maxLine the longest line of a load or of streamed events
 * @param lookupDeadline time from a feature look-up's arrival to its answer; callers can lower it
 * @param writeDeadline time that a write of features, or one chunk of a load, is given
 */
@ConfigurationProperties("tiffin.web")
record WebProperties(
    @DefaultValue("256KB") DataSize maxBody,
    @DefaultValue("8MB") DataSize maxBatchBody,
    @DefaultValue("1000") int maxBatchOrders,
    @DefaultValue("5000") int maxEvents,
    @DefaultValue("256") int maxConcurrentEstimates,
    @DefaultValue("64") int minConcurrentEstimates,
    @DefaultValue("8") int maxConcurrentBatches,
    @DefaultValue("256") int maxConcurrentFeatureRequests,
    @DefaultValue("4") int maxConcurrentLoads,
    @DefaultValue("32") int maxConcurrentEvents,
    @DefaultValue("2") int maxConcurrentModelOperations,
    @DefaultValue("5s") Duration maxBodyTime,
    @DefaultValue("20ms") Duration maxWait,
    @DefaultValue("64KB") DataSize maxLine,
    @DefaultValue("200ms") Duration lookupDeadline,
    @DefaultValue("5s") Duration writeDeadline) {

  WebProperties {
    requireWithin("max-body", maxBody.toBytes(), 1, Integer.MAX_VALUE - 1024);
    requireWithin("max-batch-body", maxBatchBody.toBytes(), 1, Integer.MAX_VALUE - 1024);
    requireWithin("max-batch-orders", maxBatchOrders, 1, 100_000);
    requireWithin("max-events", maxEvents, 1, 100_000);
    requireWithin("max-concurrent-estimates", maxConcurrentEstimates, 1, 1_000_000);
    requireWithin("min-concurrent-estimates", minConcurrentEstimates, 1, 1_000_000);
    requireWithin("max-concurrent-batches", maxConcurrentBatches, 1, 1_000_000);
    requireWithin("max-concurrent-feature-requests", maxConcurrentFeatureRequests, 1, 1_000_000);
    requireWithin("max-concurrent-loads", maxConcurrentLoads, 1, 1_000_000);
    requireWithin("max-concurrent-events", maxConcurrentEvents, 1, 1_000_000);
    requireWithin("max-concurrent-model-operations", maxConcurrentModelOperations, 1, 1_000);
    requireWithin("max-body-time", maxBodyTime.toMillis(), 1, 600_000);
    requireWithin("max-wait", maxWait.toMillis(), 0, 60_000);
    requireWithin("max-line", maxLine.toBytes(), 1, Integer.MAX_VALUE - 1024);
    requireWithin("lookup-deadline", lookupDeadline.toMillis(), 1, 600_000);
    requireWithin("write-deadline", writeDeadline.toMillis(), 1, 600_000);
  }

  private static void requireWithin(String property, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "tiffin.web.%s is %d: set it to %d to %d".formatted(property, value, least, most));
    }
  }
}
