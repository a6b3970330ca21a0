package io.tiffin.event.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of Kafka Streams: plain ones, but that a producer is done with once it has aborted a
 * transaction.
 *
 * <p>Who is told that a producer is fenced gives up all tasks of the thread, and begins them again,
 * with a new producer, at what was committed last: that is always right, and it is said where Kafka
 * 4.2 says too little or too much.
 *
 * <p>Too little: the tasks of a thread share a producer and its transaction. When Kafka Streams
 * finds the state of one of them corrupted, it closes that task, which aborts the transaction, and
 * goes on with the others. It commits what those have done before, except while partitions are
 * being shared out anew (Kafka Streams 4.2, {@code TaskManager.handleCorruption}): then what they
 * have sent and changed is aborted too, and a moment later they commit that they have read what it
 * was made of. With this producer they cannot.
 *
 * <p>Too much: a transaction that is committed just after the broker gave up waiting for it is an
 * invalid state, of which Kafka Streams dies, and not a fenced producer (KAFKA-20785).
 */
final class EventClients implements KafkaClientSupplier {

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new Transactions(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  /** Transactions until one is aborted. Used by one thread. */
  private static final class Transactions extends KafkaProducer<byte[], byte[]> {

    private boolean aborted;

    Transactions(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void abortTransaction() {
      aborted = true;
      super.abortTransaction();
    }

    @Override
    public void commitTransaction() {
      try {
        super.commitTransaction();
      } catch (InvalidTxnStateException e) {
        throw fenced("the broker has given up the transaction", e);
      }
    }

    @Override
    public void beginTransaction() {
      if (aborted) {
        throw fenced("a transaction was aborted, and with it what other tasks had done", null);
      }
      super.beginTransaction();
    }

    private static ProducerFencedException fenced(String why, @Nullable Throwable cause) {
      ProducerFencedException fenced = new ProducerFencedException(why);
      fenced.initCause(cause);
      return fenced;
    }
  }
}
