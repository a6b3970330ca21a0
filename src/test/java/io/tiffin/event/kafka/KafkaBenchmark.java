package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.fixture.KafkaBroker;
import io.tiffin.store.InMemoryFeatureStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How many events a second the runtime for a fleet takes in and counts, with one instance and its
 * broker on this machine, and rows in a store on the heap: posted in batches of 500 and acknowledged
 * by the broker; and counted, from a topic that is full until every row is in the store. And how
 * long it takes from the acknowledgement of an event to its row.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.event.kafka.KafkaBenchmark -Dbenchmark="40000 2"
 * </pre>
 *
 * The arguments are how many events about, and how many threads of Kafka Streams.
 */
public final class KafkaBenchmark {

  private static final int BATCH = 500;
  private static final int RESTAURANTS = 300;
  private static final int EVENTS_PER_ORDER = 9;
  private static final double NANOS = 1e9;

  private KafkaBenchmark() {}

  public static void main(String[] arguments) {
    int wanted = Integer.parseInt(arguments[0]);
    String threads = arguments[1];
    SampleEventsOfCity city =
        SampleEventsOfCity.of(1, RESTAURANTS, 100, wanted / EVENTS_PER_ORDER);
    OracleRows oracle = OracleRows.of(PromptCatalogue.read(), city.all());
    InMemoryFeatureStore store = new InMemoryFeatureStore();
    String[] settings = {
      "spring.kafka.streams.properties.num.stream.threads=" + threads,
      "tiffin.events.kafka.partitions=8"
    };
    try (KafkaBroker broker = KafkaBroker.start()) {
      long begun;
      try (FleetInstance instance = FleetInstance.start(broker.address(), store, settings)) {
        instance.awaitAccepting();
        post(instance, city.profiles());
        instance.awaitProfiles(RESTAURANTS);
        begun = System.nanoTime();
        post(instance, city.others());
        double posted = (System.nanoTime() - begun) / NANOS;
        await(oracle, store);
        double counted = (System.nanoTime() - begun) / NANOS;
        int events = city.others().size();
        System.out.printf(
            Locale.ROOT,
            "kafka: %,d events, %,d rows; posted in batches of %d and acknowledged %,.0f/s; counted"
                + " and in the store %,.0f/s (%s threads, broker on the same machine)%n",
            events,
            oracle.rows().size(),
            BATCH,
            events / posted,
            events / counted,
            threads);
      }
    }
  }

  private static void post(FleetInstance instance, List<Event> events) {
    for (int from = 0; from < events.size(); from += BATCH) {
      Receipt receipt =
          instance.intake().accept(events.subList(from, Math.min(from + BATCH, events.size())));
      if (!(receipt instanceof Receipt.Logged)) {
        throw new IllegalStateException(receipt.toString());
      }
    }
  }

  private static void await(OracleRows oracle, InMemoryFeatureStore store) {
    while (!oracle.differences(StoredRows.find(store, oracle.rows().keySet())).isEmpty()) {
      LockSupport.parkNanos(100_000_000);
    }
  }
}
