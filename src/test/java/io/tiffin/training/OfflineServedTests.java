package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.event.Event;
import io.tiffin.event.Event.OrderPlaced;
import io.tiffin.event.EventRows;
import io.tiffin.event.Replay;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.Source;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.fixture.TieredStore;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Zones;
import io.tiffin.serving.Cities;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeaturePlan;
import io.tiffin.serving.FeatureVector;
import io.tiffin.serving.FreshnessMeters;
import io.tiffin.simulation.CitySettings;
import io.tiffin.simulation.SimulatedCity;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.StoreTier;
import io.tiffin.store.StoreTier.Reach;
import io.tiffin.store.StoreTier.Role;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The features that a model learns from are those that it is served with, bit for bit: each order
 * of the city, at its placing, as the data set makes them from a replay, and as the service makes
 * them from rows that were published into its tiers. Publishing is at once here: by how much a row
 * may be behind is not part of the comparison.
 *
 * <p>At {@code tiffin.test.scale} 5 a hundred thousand orders are compared.
 */
class OfflineServedTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);
  private static final boolean MANY = SCALE >= 5;
  private static final int ORDERS = MANY ? 20_000 * SCALE : 2_000 * SCALE;
  private static final Instant START = Instant.parse("2026-03-26T23:00:00Z");
  private static final RowKey CITY = new RowKey("city_live", "berlin");

  private final CitySettings settings = CitySettings.berlin(7);
  private final LocalCalendar calendar = LocalCalendar.withBundledHolidays();
  private final Catalogue catalogue = publishedAtOnce(ProductCatalogue.read());

  private int compared;
  private final Set<FeatureName> everPresent = new HashSet<>();

  @Test
  void everyOrdersFeaturesAreServedAsTheyWereLearntFrom() {
    List<String> differences = differences(ORDERS, row -> false);

    assertThat(differences).isEmpty();
    assertThat(compared).isEqualTo(ORDERS);
    // A month covers every window; a day those of live views.
    assertThat(everPresent).hasSizeGreaterThan(MANY ? 70 : 45);
  }

  // The control of the test above: a single row that was not written is seen.
  @Test
  void oneRowThatIsLostIsSeen() {
    boolean[] lost = new boolean[1];

    List<String> differences =
        differences(
            300,
            row -> {
              boolean loses = !lost[0] && compared == 250 && row.key().equals(CITY);
              lost[0] |= loses;
              return loses;
            });

    assertThat(differences).isNotEmpty().allMatch(text -> text.startsWith("order 250: city_live."));
  }

  private List<String> differences(int orders, Predicate<Row> loses) {
    List<String> differences = new ArrayList<>();
    InMemoryFeatureStore memory = new InMemoryFeatureStore(new Source("MEMORY"));
    StoreTier tier = new StoreTier("memory", Reach.PROCESS, new Role.SourceOfTruth(() -> memory));
    try (TieredStore tiers =
        TieredStore.open(catalogue, List.of(tier), "tiffin.store.tiers=near-cache,memory")) {
      CityWatch watch =
          new CityWatch(
              catalogue, CityColumns.design(catalogue), home(), calendar, 0, Instant.MAX, 1);
      Served served = new Served(tiers, loses);
      SimulatedCity city = new SimulatedCity(settings, calendar, START);
      Set<String> seen = new HashSet<>();
      while (compared < orders) {
        Event event = city.next();
        if (event instanceof OrderPlaced order && seen.add(order.orderId())) {
          compare(watch.vector(order, Outage.NONE), served.vector(order), differences);
          compared++;
        }
        watch.accept(event);
        served.accept(event);
      }
    }
    return differences;
  }

  private City home() {
    return new City(settings.cityId(), settings.centre(), settings.timeZone());
  }

  private void compare(FeatureVector learnt, FeatureVector served, List<String> differences) {
    List<Feature> features = learnt.plan().features();
    for (int position = 0; position < features.size(); position++) {
      FeatureName name = features.get(position).name();
      int other = served.plan().position(name);
      boolean same =
          Double.doubleToRawLongBits(learnt.number(position))
                  == Double.doubleToRawLongBits(served.number(other))
              && Objects.equals(learnt.text(position), served.text(other))
              && learnt.state(position) == served.state(other)
              && learnt.isDefaulted(position) == served.isDefaulted(other)
              && learnt.eventTimeMicros(position) == served.eventTimeMicros(other);
      if (!same && differences.size() < 20) {
        differences.add(
            "order %d: %s is learnt as %s, %s and served as %s, %s"
                .formatted(
                    compared,
                    name,
                    learnt.value(position),
                    learnt.state(position),
                    served.value(other),
                    served.state(other)));
      }
      if (!served.isDefaulted(other)) {
        everPresent.add(name);
      }
    }
  }

  /** The service: events change rows, rows go through the tiers, and are read from there. */
  private final class Served {

    private final TieredStore tiers;
    private final Predicate<Row> loses;
    private final Replay replay = new Replay(catalogue, new Zones(), finished -> {});
    private final EventRows rows = new EventRows(catalogue);
    private final Map<RowKey, Row> profiles = new HashMap<>();
    private final FeatureAssembly assembly;
    private final FeaturePlan plan;
    private long revision;

    Served(TieredStore tiers, Predicate<Row> loses) {
      this.tiers = tiers;
      this.loses = loses;
      assembly =
          new FeatureAssembly(
              catalogue,
              tiers.store()::find,
              new Zones(),
              calendar,
              new Cities(List.of(home())),
              FreshnessMeters.none(catalogue));
      List<FeatureName> names = new ArrayList<>();
      CityColumns.design(catalogue).numbers().forEach(column -> names.add(column.feature()));
      CityColumns.design(catalogue).categories().forEach(column -> names.add(column.feature()));
      plan = assembly.plan(names);
    }

    void accept(Event event) {
      if (event instanceof Event.RestaurantProfile profile) {
        Row row = rows.profile(profile);
        profiles.put(row.key(), row);
      }
      replay.accept(event);
    }

    FeatureVector vector(OrderPlaced order) {
      publish();
      return assembly.assemble(plan, List.of(Outage.NONE.request(order)), deadline()).getFirst();
    }

    private void publish() {
      revision++;
      List<Row> changed = new ArrayList<>(profiles.values());
      profiles.clear();
      for (RowKey key : replay.drainChanged()) {
        Row row = replay.row(key).orElseThrow();
        changed.add(new Row(key, revision, row.eventTimeMicros(), row.body()));
      }
      replay
          .feeds()
          .forEach(feed -> changed.add(rows.feed(feed, feed.watermarkMicros(), revision)));
      changed.removeIf(loses);
      assertThat(tiers.store().put(changed, deadline()))
          .noneMatch(outcome -> outcome instanceof WriteOutcome.Failed);
    }

    private Deadline deadline() {
      return Deadline.in(Duration.ofSeconds(30), tiers.ticker());
    }
  }

  private static Catalogue publishedAtOnce(Catalogue product) {
    return new Catalogue(
        product.views().stream()
            .map(view ->
                new FeatureView(
                    view.name(),
                    view.entity(),
                    view.kind(),
                    view.maxAge(),
                    null,
                    view.tiers(),
                    view.features()))
            .toList());
  }
}
