package io.tiffin.bulk;

import io.tiffin.batching.FakeTicker;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.fixture.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The command over {@link PlainOrders}, in a time that stands still. */
final class BulkFixture {

  final PlainOrders files = new PlainOrders();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  BooleanSupplier stopped = () -> false;
  BatchEstimator estimator = PlainOrders::wellAnswered;
  Ticker ticker = new FakeTicker();

  /** Settings as they are bound, by names without {@code tiffin.bulk}. */
  static BulkProperties bound(Map<String, String> set) {
    Map<String, String> properties = new HashMap<>();
    set.forEach((name, value) -> properties.put("tiffin.bulk." + name, value));
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("tiffin.bulk", BulkProperties.class);
  }

  BulkCommand command() {
    return new BulkCommand(
        new PrintStream(out), new PrintStream(errors), () -> stopped.getAsBoolean());
  }

  /** Estimates a file, with settings by names without {@code tiffin.bulk}. */
  int execute(Path orders, Path estimates, Map<String, String> set) throws Exception {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("orderFiles", files);
    beans.addBean("settings", bound(set));
    beans.addBean("ticker", ticker);
    InstantSource clock = new FakeClock(EstimateFixture.NOW);
    beans.addBean("clock", clock);
    BulkOptions options = BulkOptions.parse(List.of(orders.toString(), estimates.toString()));
    return command()
        .execute(options, beans, (batch, at, deadline) -> estimator.estimate(batch, at, deadline));
  }
}
