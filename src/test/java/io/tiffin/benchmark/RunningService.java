package io.tiffin.benchmark;

import io.tiffin.TiffinApplication;
import io.tiffin.batching.Deadline;
import io.tiffin.estimate.DeliveryEstimator;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.PartialOrder;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Place;
import io.tiffin.model.ServedStatus;
import io.tiffin.store.FeatureStore;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole service in this process, with a row under every key that its estimates ask for. */
final class RunningService implements AutoCloseable {

  static final int RESTAURANTS = 500;

  private static final Duration DEADLINE = Duration.ofMillis(200);

  private final ConfigurableApplicationContext context;
  private final DeliveryEstimator estimator;
  private final List<PartialOrder> orders = new ArrayList<>();

  private RunningService(ConfigurableApplicationContext context) {
    this.context = context;
    estimator = context.getBean(DeliveryEstimator.class);
    for (int i = 0; i < RESTAURANTS; i++) {
      orders.add(order("b-" + i));
    }
  }

  /**
   * Starts it.
   *
   * @param properties as {@code name=value}
   */
  static RunningService start(String... properties) throws IOException {
    return start(_ -> {}, properties);
  }

  /**
   * Starts it.
   *
   * @param beans registers further ones
   * @param properties as {@code name=value}
   */
  static RunningService start(Consumer<GenericApplicationContext> beans, String... properties)
      throws IOException {
    AskedKeys asked = new AskedKeys();
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "server.port=0",
                    "management.server.port=0",
                    "tiffin.data-directory=" + Files.createTempDirectory("tiffin-benchmark"),
                    "tiffin.warm-up.limit=5s",
                    "tiffin.events.runtime=none", // a lease asks the store too
                    "logging.level.root=error",
                    "spring.main.banner-mode=off"),
                Stream.of(properties))
            .map(property -> "--" + property)
            .toArray(String[]::new);
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(TiffinApplication.class)
            .initializers((GenericApplicationContext starting) -> {
              starting.getBeanFactory().addBeanPostProcessor(asked);
              beans.accept(starting);
            })
            .run(arguments);
    RunningService service = new RunningService(context);
    context.getBean(ServedStatus.class).awaitLoaded();
    service.fill(asked);
    return service;
  }

  /**
   * Three passes: the profile tells further keys, and what was absent is remembered for a while.
   */
  private void fill(AskedKeys asked) {
    FilledRows rows = new FilledRows(context.getBean(Catalogue.class), Instant.now());
    for (int pass = 0; pass < 3; pass++) {
      for (int i = 0; i < RESTAURANTS; i++) {
        var _ = estimate(i, Duration.ofSeconds(5));
      }
      List<RowKey> absent = asked.take();
      if (!absent.isEmpty()) {
        rows.fill(store(), absent);
      }
    }
    asked.stop();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** What has its beans, and can be closed without it. */
  ConfigurableApplicationContext within() {
    GenericApplicationContext within = new GenericApplicationContext(context);
    within.refresh();
    return within;
  }

  FeatureStore store() {
    return context.getBean(FeatureStore.class);
  }

  int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  Estimate estimate(int restaurant) {
    return estimate(restaurant, DEADLINE);
  }

  private Estimate estimate(int restaurant, Duration budget) {
    return estimator
        .estimate(
            List.of(orders.get(restaurant)), Instant.now(), Deadline.in(budget, System::nanoTime))
        .getFirst();
  }

  /**
   * Estimates in a closed loop.
   *
   * @return nanoseconds of each
   */
  Histogram estimates(int threads, Duration duration) throws InterruptedException {
    List<Histogram> each = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    long until = System.nanoTime() + duration.toNanos();
    for (int thread = 0; thread < threads; thread++) {
      Histogram histogram = new Histogram(3);
      SplittableRandom random = new SplittableRandom(thread);
      each.add(histogram);
      running.add(Thread.ofVirtual().start(() -> estimate(histogram, random, until)));
    }
    for (Thread thread : running) {
      thread.join();
    }
    Histogram all = new Histogram(3);
    each.forEach(all::add);
    return all;
  }

  private void estimate(Histogram histogram, SplittableRandom random, long until) {
    for (long from = System.nanoTime(); from < until; from = System.nanoTime()) {
      int restaurant = (int) (RESTAURANTS * Math.pow(random.nextDouble(), 3));
      var _ = estimate(restaurant);
      histogram.recordValue(System.nanoTime() - from);
    }
  }

  private static PartialOrder order(String restaurantId) {
    return new PartialOrder(
        null, restaurantId, new Place(52.5205, 13.4095), Instant.now(), 2, 2, 2300L, Map.of(), 45);
  }

  @Override
  public void close() {
    context.close();
  }
}
