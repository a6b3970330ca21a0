package io.tiffin.benchmark;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.StoreServer;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a look-up of 4 and of 100 entities costs at each source of truth beyond this machine: calls
 * and bytes on the wire, both ways, with headers and all, and the time against one entity's. The
 * servers are emulators on this machine: calls and bytes are those of the real ones but for TLS,
 * times are not.
 *
 * <p>Entities have 50 floats. Each look-up asks for other ones, in a closed loop of one caller.
 *
 * <pre>
 * ./mvnw -Pbench test -Dbenchmark.main=io.tiffin.benchmark.SourceBenchmark -Dbenchmark=200
 * </pre>
 *
 * The argument is how many look-ups of each size are made.
 */
public final class SourceBenchmark {

  private static final int ENTITIES = 1_000;

  private SourceBenchmark() {}

  public static void main(String[] arguments) {
    int lookUps = Integer.parseInt(arguments[0]);
    for (Supplier<StoreServer> source :
        List.<Supplier<StoreServer>>of(
            StoreServer::bigtable, StoreServer::firestore, StoreServer::dynamoDb)) {
      try (StoreServer server = source.get();
          FaultProxy way = new FaultProxy("127.0.0.1", server.port(), 1)) {
        measure(server, way, lookUps);
      }
    }
  }

  private static void measure(StoreServer server, FaultProxy way, int lookUps) {
    String[] properties =
        Stream.concat(
                Stream.of(
                    "tiffin.store.tiers=" + server.tier(),
                    "tiffin.store.second-reads.share=0",
                    "tiffin.store.second-reads.hedged-share=0"),
                server.foundAt(way.port()).stream())
            .toArray(String[]::new);
    try (TieredStore tiers = TieredStore.open(new Catalogue(List.of()), List.of(), properties)) {
      List<RowKey> keys = TierBenchmark.put(tiers.store(), ENTITIES);
      for (int size : new int[] {1, 4, 100}) {
        var _ = run(tiers.store(), way, keys, size, lookUps);
      }
      Cost one = run(tiers.store(), way, keys, 1, lookUps);
      for (int size : new int[] {4, 100}) {
        Cost many = run(tiers.store(), way, keys, size, lookUps);
        System.out.printf(
            "%s: a look-up of %d entities is %.2f calls, %,.0f bytes there and %,.0f back;"
                + " its time ÷ that of one entity = %.1f%n",
            server.tier(),
            size,
            many.calls(),
            many.bytesThere(),
            many.bytesBack(),
            many.nanos() / one.nanos());
      }
    }
  }

  /** Of one look-up, on average. */
  private record Cost(double calls, double bytesThere, double bytesBack, double nanos) {}

  private static Cost run(
      FeatureStore store, FaultProxy way, List<RowKey> keys, int size, int lookUps) {
    long calls = way.calls();
    long there = way.bytesToServer();
    long back = way.bytesToClient();
    long begun = System.nanoTime();
    for (int i = 0; i < lookUps; i++) {
      int from = i * size % (keys.size() - size + 1);
      Deadline deadline = Deadline.in(Duration.ofSeconds(5), System::nanoTime);
      for (Outcome outcome :
          store.find(new Query(keys.subList(from, from + size), deadline, Consistency.NEAREST))) {
        if (!(outcome instanceof Outcome.Found)) {
          throw new IllegalStateException("not found: " + outcome);
        }
      }
    }
    double nanos = System.nanoTime() - begun;
    return new Cost(
        (way.calls() - calls) / (double) lookUps,
        (way.bytesToServer() - there) / (double) lookUps,
        (way.bytesToClient() - back) / (double) lookUps,
        nanos / lookUps);
  }
}
