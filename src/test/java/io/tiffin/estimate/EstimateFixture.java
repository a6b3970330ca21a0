package io.tiffin.estimate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.yaml.CatalogueFile;
import io.tiffin.feature.yaml.CatalogueReader;
import io.tiffin.fixture.FakeClock;
import io.tiffin.geo.City;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.geo.Place;
import io.tiffin.geo.Zones;
import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Model;
import io.tiffin.model.ServingModels;
import io.tiffin.model.ServingVersions;
import io.tiffin.quality.InputWatches;
import io.tiffin.quality.Watching;
import io.tiffin.serving.Cities;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FreshnessMeters;
import io.tiffin.serving.OrderJourneys;
import io.tiffin.serving.RowFinder;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.trace.Traces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The estimator over the product's catalogue, an in-memory store, a fake model and a ticker that
 * stands still.
 */
public final class EstimateFixture {

  public static final Instant NOW = Instant.parse("2026-11-22T18:05:00Z");
  public static final Place DOOR = new Place(52.5205, 13.4095);

  public final Catalogue catalogue = productCatalogue();
  public final InMemoryFeatureStore store = new InMemoryFeatureStore();
  public final FakeModel model = new FakeModel();
  public final FakeTicker ticker = new FakeTicker();
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final FeatureAssembly assembly =
      assembly(
          catalogue,
          query -> {
            this.beforeFind.accept(query.deadline());
            return store.find(query);
          },
          registry);

  private Consumer<Deadline> beforeFind = deadline -> {};
  public final FakeServing serving = serving(model);
  public final FakeClock clock = new FakeClock(NOW);
  private final EstimateMeters meters = new EstimateMeters(registry);
  public final InputWatches watches = Watching.all(registry, clock);
  final Parts parts = parts(Duration.ofMillis(60));

  /** The catalogue that Tiffin comes with. */
  public static Catalogue productCatalogue() {
    try (InputStream yaml = EstimateFixture.class.getResourceAsStream("/tiffin/catalogue.yaml")) {
      String text = new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8);
      return new CatalogueReader().read(List.of(new CatalogueFile("catalogue.yaml", text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FeatureAssembly assembly(
      Catalogue catalogue, RowFinder rows, MeterRegistry registry) {
    return new FeatureAssembly(
        catalogue,
        rows,
        new Zones(),
        LocalCalendar.withBundledHolidays(),
        new Cities(
            List.of(new City("berlin", new Place(52.52, 13.405), ZoneId.of("Europe/Berlin")))),
        new FreshnessMeters(catalogue, registry));
  }

  /** An estimator over other rows and in real time, with a fake model. */
  public static DeliveryEstimator over(RowFinder rows, Ticker ticker) {
    MeterRegistry registry = new SimpleMeterRegistry();
    EstimateProperties times = times(Duration.ofMillis(60));
    return new Parts(
            serving(new FakeModel()),
            assembly(productCatalogue(), rows, registry),
            times,
            new EstimateMeters(registry),
            Watching.all(registry, InstantSource.fixed(NOW)),
            InstantSource.fixed(NOW),
            ticker)
        .estimator;
  }

  private static FakeServing serving(Model model) {
    FakeServing serving = new FakeServing("eta");
    serving.serve(ServingVersions.of("eta", new LoadedVersion(model)));
    return serving;
  }

  private static EstimateProperties times(Duration modelReserve) {
    return new EstimateProperties(
        Duration.ofMillis(200), modelReserve, Duration.ofMillis(5), 64, 1000);
  }

  private Parts parts(Duration modelReserve) {
    return new Parts(serving, assembly, times(modelReserve), meters, watches, clock, ticker);
  }

  DeliveryEstimator estimator(Duration modelReserve) {
    return parts(modelReserve).estimator;
  }

  /** An estimator and what goes on beside it, each thread of which is the test's. */
  static final class Parts {

    final Ladders ladders;
    final Crowd crowd = new Crowd(2);
    final RecentRequests requests;
    final RecentEstimates recent;
    final ShadowQueue shadows;
    final DeliveryEstimator estimator;

    private Parts(
        ServingModels models,
        FeatureAssembly assembly,
        EstimateProperties times,
        EstimateMeters meters,
        InputWatches watches,
        InstantSource clock,
        Ticker ticker) {
      LadderClimb climb = new LadderClimb(assembly, times, meters, Traces.OFF, ticker);
      ladders = new Ladders(models, assembly, meters, watches);
      requests = new RecentRequests(ladders, climb, times, clock, ticker);
      recent = new RecentEstimates(times.recent());
      shadows = new ShadowQueue(climb, crowd, times, ticker);
      estimator =
          new DeliveryEstimator(
              ladders,
              climb,
              new EstimateIds(clock, new SplittableRandom(7)),
              times,
              meters,
              Traces.OFF,
              new AfterAnswer(crowd, requests, recent, shadows, watches));
    }
  }

  /** Estimates an order whose journey is in the store. */
  OrderAnswer estimateOrder(String orderId, Instant at) {
    return orderEstimator(store::find).estimate(orderId, at, deadline());
  }

  /** An estimator of orders on their way, whose journeys are found by {@code rows}. */
  OrderEstimator orderEstimator(RowFinder rows) {
    return new OrderEstimator(new OrderJourneys(rows), parts.estimator, meters, ticker);
  }

  /** From now on every look-up takes this long, or until its deadline if that comes first. */
  void lookUpsTake(Duration duration) {
    beforeFind = deadline -> waitUpTo(duration, deadline);
  }

  /** Lets time pass, as whoever obeys a deadline does. */
  void waitUpTo(Duration duration, Deadline deadline) {
    long nanos = Math.min(duration.toNanos(), Math.max(0, deadline.remainingNanos()));
    ticker.advance(Duration.ofNanos(nanos));
  }

  /** From now on this model is served, or none. */
  void serve(@Nullable Model other) {
    serving.serve(
        other == null
            ? ServingVersions.none("eta")
            : ServingVersions.of("eta", new LoadedVersion(other)));
  }

  /** The smallest order there is. */
  public static PartialOrder order(String restaurantId) {
    return order(restaurantId, Map.of());
  }

  public static PartialOrder order(String restaurantId, Map<FeatureName, Object> given) {
    return new PartialOrder(null, restaurantId, DOOR, NOW, null, null, null, given, 45);
  }

  Deadline deadline() {
    return Deadline.in(Duration.ofMillis(200), ticker);
  }

  Estimate estimate(PartialOrder order) {
    return estimate(List.of(order)).getFirst();
  }

  List<Estimate> estimate(List<PartialOrder> orders) {
    return parts.estimator.estimate(orders, NOW, deadline());
  }

  /** What a feature of an estimate is, as the model was given it. */
  static double number(Estimate estimate, String feature) {
    return estimate.features().number(position(estimate, feature));
  }

  static int position(Estimate estimate, String feature) {
    return estimate.features().plan().position(FeatureName.parse(feature));
  }
}
