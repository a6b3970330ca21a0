package io.tiffin.coherence;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.TieredStore;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.WriteOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that writes its half of the keys and reads all of them, through the tiers that its
 * arguments name, until its standard input ends; then it prints its {@link Report}.
 *
 * <p>Arguments: the ledger's file, the number of keys, 0 or 1 for the half that it writes, then a
 * {@link PlantedBug}, and properties of Spring as {@code name=value}.
 */
final class StoreProcess {

  private static final String VIEW = "versions";
  private static final int KEYS_PER_READ = 4;
  private static final int READERS = 2;

  /** So that readers leave something of two processors to everyone else. */
  private static final int READS_PER_REST = 64;

  /** Between two writes: each drops a row from the other process, so that there are hits too. */
  private static final long PAUSE_NANOS = 2_000_000;

  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Ticker TICKER = System::nanoTime;

  private final FeatureStore store;
  private final Ledger ledger;
  private final Sightings sightings;
  private final int half;
  private volatile boolean stopped;

  private StoreProcess(FeatureStore store, Ledger ledger, int half) {
    this.store = store;
    this.ledger = ledger;
    this.half = half;
    sightings = new Sightings(ledger);
  }

  public static void main(String[] arguments) throws Exception {
    Ledger ledger = Ledger.open(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    int half = Integer.parseInt(arguments[2]);
    PlantedBug bug = PlantedBug.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    String[] properties = List.of(arguments).subList(4, arguments.length).toArray(String[]::new);
    try (TieredStore tiers =
        TieredStore.open(new Catalogue(List.of()), List.of(), bug::in, properties)) {
      new StoreProcess(tiers.store(), ledger, half).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    for (int key = half; key < ledger.keys(); key += 2) {
      write(key, 1);
    }
    System.out.println("ready");
    int go = System.in.read();
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(this::writeUntilStopped));
    for (int i = 0; i < READERS; i++) {
      long seed = 100L * half + i;
      threads.add(Thread.ofPlatform().start(() -> readUntilStopped(new SplittableRandom(seed))));
    }
    while (go >= 0) {
      go = System.in.read();
      System.out.println("reads;" + sightings.answered());
    }
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(sightings.report().line());
  }

  private void writeUntilStopped() {
    var random = new SplittableRandom(7L + half);
    while (!stopped) {
      int key = random.nextInt(ledger.keys() / 2) * 2 + half;
      write(key, ledger.acknowledged(key) + 1);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Writes until the write is acknowledged, by this try or by one before that seemed to fail. */
  private void write(int key, long version) {
    byte[] body = ByteBuffer.allocate(64).putLong(version).array();
    Row row = new Row(key(key), version, version, body);
    while (!stopped) {
      switch (store.put(List.of(row), Deadline.in(PATIENCE, TICKER)).getFirst()) {
        case WriteOutcome.Applied _, WriteOutcome.Superseded _ -> {
          ledger.acknowledge(key, version, System.nanoTime());
          return;
        }
        case WriteOutcome.Failed _ -> LockSupport.parkNanos(5_000_000);
      }
    }
  }

  private void readUntilStopped(SplittableRandom random) {
    int[] keys = new int[KEYS_PER_READ];
    long[] before = new long[KEYS_PER_READ];
    for (int reads = 0; !stopped; reads++) {
      List<RowKey> wanted = new ArrayList<>(KEYS_PER_READ);
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (int) (ledger.keys() * Math.pow(random.nextDouble(), 3));
        before[i] = sightings.highest(keys[i]);
        wanted.add(key(keys[i]));
      }
      long begun = System.nanoTime();
      Query query = new Query(wanted, Deadline.in(PATIENCE, TICKER), Consistency.NEAREST);
      List<Outcome> outcomes = store.find(query);
      for (int i = 0; i < keys.length; i++) {
        saw(outcomes.get(i), keys[i], begun, before[i]);
      }
      if (reads % READS_PER_REST == 0) {
        LockSupport.parkNanos(50_000);
      }
    }
  }

  private void saw(Outcome outcome, int key, long begun, long before) {
    switch (outcome) {
      case Outcome.Found found -> {
        long version = ByteBuffer.wrap(found.row().body()).getLong();
        boolean near = found.source().name().equals("NEAR_CACHE");
        sightings.saw(key, version, begun, before, near);
      }
      case Outcome.Absent _ -> {
        if (before > 0) {
          sightings.missing(key);
        }
      }
      case Outcome.Failed _ -> sightings.failed();
    }
  }

  private static RowKey key(int key) {
    return new RowKey(VIEW, "k" + key);
  }
}
