package io.tiffin.event.kafka;

import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.event.kafka.EventTopics.Standing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What this instance tells of its part in the fleet, from its clients' own metrics. */
final class KafkaRuntimeStatus implements EventRuntimeStatus {

  private static final String LAG = "records-lag";

  private final EventTopics topics;
  private final String eventsTopic;
  private final CurrentStreams streams;
  private final MessageListenerContainer writing;
  private final Restoring restoring;
  private final RuntimeMeters meters;

  KafkaRuntimeStatus(
      EventTopics topics,
      String eventsTopic,
      CurrentStreams streams,
      MessageListenerContainer writing,
      Restoring restoring,
      RuntimeMeters meters) {
    this.topics = topics;
    this.eventsTopic = eventsTopic;
    this.streams = streams;
    this.writing = writing;
    this.restoring = restoring;
    this.meters = meters;
  }

  @Override
  public String runtime() {
    return KafkaEventConfiguration.CHOICE;
  }

  @Override
  public Reading reading() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("streams", state());
    details.put("restoringRecords", restoring.records());
    Collection<ThreadMetadata> threads = threads();
    details.put("tasks", tasks(threads, ThreadMetadata::activeTasks));
    details.put("standbyTasks", tasks(threads, ThreadMetadata::standbyTasks));
    details.put("partitions", topics.partitions());
    details.put("deadLetters", meters.deadLetters());
    return new Reading(acceptance(), lagEvents(), unpublishedRows(), details);
  }

  private Acceptance acceptance() {
    return switch (topics.standing()) {
      case Standing.Usable() -> new Acceptance.Accepting();
      case Standing.Unusable(String reason) -> new Acceptance.NotAccepting(reason);
    };
  }

  /** Of Kafka Streams in this instance; restoring is a part of rebalancing. */
  String state() {
    return streams.get().map(now -> now.state().name()).orElse("NOT_STARTED");
  }

  private Collection<ThreadMetadata> threads() {
    KafkaStreams now = streams.get().orElse(null);
    if (now == null || !now.state().isRunningOrRebalancing()) {
      return List.of();
    }
    try {
      return now.metadataForLocalThreads();
    } catch (IllegalStateException _) {
      return List.of(); // ended since
    }
  }

  private static int tasks(
      Collection<ThreadMetadata> threads, Function<ThreadMetadata, Set<TaskMetadata>> kind) {
    return threads.stream().mapToInt(thread -> kind.apply(thread).size()).sum();
  }

  /** Of the partitions of events that this instance counts. */
  long lagEvents() {
    return streams.get().map(now -> lag(now.metrics(), eventsTopic)).orElse(0L);
  }

  /** Of the partitions of rows that this instance writes. */
  long unpublishedRows() {
    return writing.metrics().values().stream().mapToLong(one -> lag(one, null)).sum();
  }

  long restoringRecords() {
    return restoring.records();
  }

  private static long lag(Map<MetricName, ? extends Metric> metrics, @Nullable String topic) {
    Stream<? extends Metric> lags =
        metrics.values().stream()
            .filter(one -> one.metricName().name().equals(LAG))
            .filter(one -> topic == null || topic.equals(one.metricName().tags().get("topic")));
    return lags.mapToLong(one -> one.metricValue() instanceof Double lag ? lag.longValue() : 0)
        .filter(lag -> lag > 0)
        .sum();
  }
}
