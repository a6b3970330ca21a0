package io.tiffin.event.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the brokers answer and have the topics. Looked at again and again by one thread, read by
 * all.
 */
final class EventTopics implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaEventProperties properties;
  private final Supplier<Admin> clients;
  private volatile Standing standing = new Standing.Unusable("the brokers have not answered yet");
  private volatile int partitions;
  private @Nullable Admin admin;

  /** What was found when last looked. */
  sealed interface Standing {

    /** All is there. */
    record Usable() implements Standing {}

    /**
     * Something is missing.
     *
     * @param reason one sentence for operators
     */
    record Unusable(String reason) implements Standing {}
  }

  EventTopics(KafkaEventProperties properties, Supplier<Admin> clients) {
    this.properties = properties;
    this.clients = clients;
  }

  Standing standing() {
    return standing;
  }

  /** How many partitions the topic of events has; 0 before it was first seen. */
  int partitions() {
    return partitions;
  }

  /** Looks, and makes what is missing where that is wanted. */
  void check() {
    try {
      Admin client = client();
      Map<String, Integer> present = describe(client);
      if (properties.createTopics() && create(client, present)) {
        present = describe(client);
      }
      standing = judge(present);
    } catch (ExecutionException e) {
      standing = unanswered(String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      standing = unanswered("no answer within " + PATIENCE.toSeconds() + " s");
    } catch (KafkaException e) {
      standing = unanswered(String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Standing unanswered(String why) {
    return new Standing.Unusable("the brokers of spring.kafka.bootstrap-servers fail: " + why);
  }

  private Admin client() {
    Admin present = admin;
    if (present == null) {
      present = clients.get();
      admin = present;
    }
    return present;
  }

  private List<String> names() {
    KafkaEventProperties.Topics topics = properties.topics();
    return List.of(topics.events(), topics.restaurants(), topics.rows(), topics.deadLetters());
  }

  private Map<String, Integer> describe(Admin client)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, Integer> present = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> one :
        client.describeTopics(names()).topicNameValues().entrySet()) {
      try {
        present.put(one.getKey(), get(one.getValue()).partitions().size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return present;
  }

  /** Whether any was missing. */
  private boolean create(Admin client, Map<String, Integer> present)
      throws ExecutionException, TimeoutException, InterruptedException {
    KafkaEventProperties.Topics topics = properties.topics();
    int count = present.getOrDefault(topics.events(), properties.partitions());
    List<NewTopic> all =
        List.of(
            topic(topics.events(), count, TopicConfig.CLEANUP_POLICY_DELETE),
            topic(topics.rows(), count, TopicConfig.CLEANUP_POLICY_COMPACT),
            topic(topics.restaurants(), 1, TopicConfig.CLEANUP_POLICY_COMPACT),
            topic(topics.deadLetters(), 1, TopicConfig.CLEANUP_POLICY_DELETE));
    List<NewTopic> missing = new ArrayList<>(all);
    missing.removeIf(topic -> present.containsKey(topic.name()));
    if (missing.isEmpty()) {
      return false;
    }
    for (KafkaFuture<Void> made : client.createTopics(missing).values().values()) {
      try {
        var _ = get(made);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another instance was faster
          throw e;
        }
      }
    }
    return true;
  }

  private NewTopic topic(String name, int count, String cleanup) {
    Optional<Short> replicas =
        Optional.ofNullable(properties.replicationFactor()).map(Integer::shortValue);
    return new NewTopic(name, Optional.of(count), replicas)
        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup));
  }

  private Standing judge(Map<String, Integer> present) {
    for (String name : names()) {
      if (!present.containsKey(name)) {
        return new Standing.Unusable(
            "there is no topic " + name + ": create it, or set tiffin.events.kafka.create-topics");
      }
    }
    KafkaEventProperties.Topics topics = properties.topics();
    int events = present.getOrDefault(topics.events(), 0);
    int rows = present.getOrDefault(topics.rows(), 0);
    if (events != rows) {
      return new Standing.Unusable(
          "topic %s has %d partitions and %s has %d: give both the same number"
              .formatted(topics.events(), events, topics.rows(), rows));
    }
    partitions = events;
    return new Standing.Usable();
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
