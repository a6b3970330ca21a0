package io.tiffin.store.caffeine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.CachingTier.Coherence;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowLifetimes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/** A near cache over a source on the heap, with a clock and refreshes that move when told. */
final class NearFixture {

  static final Source NEAR = CaffeineNearCache.SOURCE;
  static final Duration MAX_AGE = Duration.ofSeconds(30);
  static final Duration SOLE_WRITER_MAX_AGE = Duration.ofMinutes(10);
  static final Duration UNTOLD_MAX_AGE = Duration.ofSeconds(1);
  static final Duration ABSENCE_AGE = Duration.ofSeconds(5);

  /** A view whose rows are worth keeping for 20 seconds. */
  static final String SHORT_LIVED = "short_lived";

  private static final Map<String, Row> ROWS = new ConcurrentHashMap<>();

  private boolean refusingRefreshes;
  final FakeTicker ticker = new FakeTicker();
  final HookedStore source = new HookedStore();
  final ToldChanges changes = new ToldChanges();
  final Queue<Runnable> behind = new ArrayDeque<>();
  final CaffeineNearCache cache;

  NearFixture() {
    this(0);
  }

  NearFixture(double jitter) {
    this(properties(jitter));
  }

  NearFixture(NearCacheProperties properties) {
    var random = new Random(7);
    cache =
        new CaffeineNearCache(
            properties, new RowLifetimes(catalogue()), random, this::refreshBehind, ticker);
  }

  private void refreshBehind(Runnable refresh) {
    if (refusingRefreshes) {
      throw new RejectedExecutionException("refreshes are refused");
    }
    behind.add(refresh);
  }

  /** From now on nothing is refreshed behind. */
  void refusingRefreshes() {
    refusingRefreshes = true;
  }

  static NearCacheProperties properties(double jitter) {
    return properties(0.75, jitter);
  }

  static NearCacheProperties neverRefreshing() {
    return properties(1, 0);
  }

  private static NearCacheProperties properties(double refreshAfter, double jitter) {
    return new NearCacheProperties(
        DataSize.ofMegabytes(64),
        MAX_AGE,
        SOLE_WRITER_MAX_AGE,
        UNTOLD_MAX_AGE,
        ABSENCE_AGE,
        refreshAfter,
        jitter,
        2,
        Duration.ofMillis(500));
  }

  private static Catalogue catalogue() {
    return new Catalogue(
        List.of(view("v", Duration.ofHours(1)), view(SHORT_LIVED, Duration.ofSeconds(20))));
  }

  private static FeatureView view(String name, Duration maxAge) {
    return new FeatureView(
        name, EntityType.RESTAURANT, ViewKind.LOADED, maxAge, null, List.of(), List.of());
  }

  FeatureStore soleWriter() {
    return cache.over(source, new Coherence.SoleWriter());
  }

  FeatureStore announced() {
    return cache.over(source, new Coherence.Announced(changes));
  }

  FeatureStore unannounced() {
    return cache.over(source, new Coherence.Unannounced());
  }

  /** Runs the refreshes that were begun. */
  void refresh() {
    for (Runnable next = behind.poll(); next != null; next = behind.poll()) {
      next.run();
    }
  }

  Deadline soon() {
    return Deadline.in(Duration.ofSeconds(30), ticker);
  }

  static RowKey key(String entity) {
    return new RowKey("v", entity);
  }

  static Row row(String entity, long revision) {
    return row(key(entity), revision);
  }

  /** The same row each time: rows are equal by their bodies' identity. */
  static Row row(RowKey key, long revision) {
    return ROWS.computeIfAbsent(
        key + " at " + revision, text -> new Row(key, revision, revision, text.getBytes(UTF_8)));
  }

  /** Writes at the source, past the near cache, as another process does. */
  void atSource(Row... rows) {
    source.rows.put(List.of(rows), soon());
  }

  List<Outcome> find(FeatureStore store, String... entities) {
    return store.find(
        new Query(Stream.of(entities).map(NearFixture::key).toList(), soon(), Consistency.NEAREST));
  }

  Outcome findOne(FeatureStore store, String entity) {
    return find(store, entity).getFirst();
  }

  static Outcome near(Row row) {
    return new Outcome.Found(row, NEAR);
  }

  Outcome far(Row row) {
    return new Outcome.Found(row, source.source());
  }

  Outcome absentNear(long revision) {
    return new Outcome.Absent(revision, NEAR);
  }

  Outcome absentFar(long revision) {
    return new Outcome.Absent(revision, source.source());
  }

  /** The revision found, 0 for none; -1 for a failure. */
  static long revision(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> found.row().revision();
      case Outcome.Absent absent -> absent.revision();
      case Outcome.Failed _ -> -1;
    };
  }

  /** How many calls the source was asked with so far. */
  long reads() {
    return source.rows.finds();
  }
}
