package io.tiffin;

import io.tiffin.bulk.BulkCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.MapPropertySource;

/**
 * The entry point of estimates for files: the service's stores and models by the service's
 * settings, without what serves, shows or counts anything. It is no stereotype, so that the
 * service's scan passes over it.
 */
@EnableAutoConfiguration
@ComponentScan(
    resourcePattern = "**/{name:.*(?:" + TiffinApplication.BEANS + ")}.class",
    excludeFilters = @Filter(type = FilterType.REGEX, pattern = BulkApplication.NOT_NEEDED))
public final class BulkApplication {

  /** Of the HTTP face, how orders are read and estimates written is needed, and nothing else. */
  static final String NOT_NEEDED =
      "io\\.tiffin\\.(?:event|demo|health)\\..*|io\\.tiffin\\.web\\.(?!OrderJsonConfiguration$).*";

  /**
   * What is not the settings' to say. It counts no events and takes no lease; it follows the roles
   * of models and never changes them, judges none and deletes none; nobody tells it what became of
   * its orders, and nobody asks it how it is.
   */
  private static final Map<String, String> ONLOOKER =
      Map.of(
          "tiffin.events.runtime", "none",
          "tiffin.model.new-versions", "wait",
          "tiffin.model.rollback.enabled", "false",
          "tiffin.model.retention.versions", Integer.toString(Integer.MAX_VALUE),
          "tiffin.model.retention.age", "",
          "tiffin.model.retention.bytes", "",
          "tiffin.estimate.recent", "0",
          "management.endpoints.access.default", "none");

  /** What has a limit on the time of a call, by which somebody who waits is served. */
  private static final List<String> LIMITED =
      List.of("model", "redis", "memcached", "bigtable", "firestore", "dynamodb");

  private static final String CALL_LIMIT = "${tiffin.bulk.call-limit:2s}";

  /** How long a process that is told to end waits for batches under way. Chosen. */
  private static final long END_SECONDS = 20;

  private BulkApplication() {}

  /**
   * Estimates as {@link BulkCommand} says, and ends the process with its status; told to end, it
   * ends after the batches under way.
   */
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(told, ended)));
    int status;
    try {
      status =
          new BulkCommand(System.out, System.err, () -> told.getCount() == 0)
              .execute(List.of(arguments), BulkApplication::start);
    } finally {
      ended.countDown();
    }
    System.exit(status);
  }

  /** Closed by whoever asked for it, and not by the end of the process, under its hands. */
  private static ConfigurableApplicationContext start(List<String> settings) {
    return new SpringApplicationBuilder(BulkApplication.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .initializers(context -> context.getEnvironment().getPropertySources().addFirst(own()))
        .run(settings.toArray(String[]::new));
  }

  /** Goes before all settings. */
  static MapPropertySource own() {
    Map<String, Object> own = new HashMap<>(ONLOOKER);
    for (String name : LIMITED) {
      own.put("resilience4j.timelimiter.instances." + name + ".timeout-duration", CALL_LIMIT);
    }
    return new MapPropertySource("bulk", own);
  }

  private static void end(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      var _ = ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
