package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRebuild;
import io.tiffin.event.EventRebuild.Rebuilt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the demo's city: it begins anew with every start, and what earlier runs left in the
 * log does not count.
 *
 * <p>A runtime that can rebuild its rows is given the past that way; any other is sent the warm-up,
 * and no more of the past. {@link #warmUp} comes first; {@link #goOn} is called by one thread at a
 * time, {@link #remember} beside it.
 */
final class DemoRun {

  private static final Logger LOG = LoggerFactory.getLogger(DemoRun.class);
  private static final int LOOK_EVERY_MILLIS = 50;

  private final DemoCities cities;
  private final EventIntake intake;
  private final @Nullable EventRebuild rebuild;
  private final LongSupplier feedRevision;
  private final InstantSource clock;
  private final CountDownLatch counted = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Present present;

  /** The city since an instant, and the revision of its feed when its past was counted. */
  private record Present(DemoCity city, Instant since, long feedRevision) {}

  /**
   * @param rebuild null where the runtime has none
   * @param feedRevision of the row that is published after all others, see {@link FeedRow}
   */
  DemoRun(
      DemoCities cities,
      EventIntake intake,
      @Nullable EventRebuild rebuild,
      LongSupplier feedRevision,
      InstantSource clock) {
    this.cities = cities;
    this.intake = intake;
    this.rebuild = rebuild;
    this.feedRevision = feedRevision;
    this.clock = clock;
  }

  /** Counts the city's last hours: what live features look back on. */
  void warmUp() {
    Instant now = clock.instant();
    DemoCity city = new DemoCity(cities.present(now), intake);
    if (rebuild == null) {
      city.begin(cities.warmUp(now));
    } else {
      rebuild(rebuild, cities.warmUp(now), now, "The demo city's last hours are counted");
    }
    present = new Present(city, now, feedRevision.getAsLong());
    counted.countDown();
  }

  /** Moves the city on to the present. */
  void goOn() {
    Present current = present;
    if (current != null) {
      current.city.advanceTo(clock.instant());
    }
  }

  /** Counts the city's last weeks in place of its last hours, if the runtime can do that. */
  void remember() {
    Present current = present;
    if (rebuild != null && current != null) {
      rebuild(
          rebuild,
          cities.history(current.since),
          current.since,
          "The demo city's last weeks are counted");
    }
  }

  private static void rebuild(
      EventRebuild rebuild, Iterator<Event> past, Instant logFrom, String done) {
    switch (rebuild.rebuild(past, logFrom)) {
      case Rebuilt.Done(long events) -> LOG.info("{}: {} events", done, events);
      case Rebuilt.GivenUp givenUp -> {
        if (!Thread.currentThread().isInterrupted()) {
          LOG.error(
              "The demo city goes on without its past, features stay on parents and defaults: {}",
              givenUp.reason(),
              givenUp.cause());
        }
      }
    }
  }

  /**
   * Waits until live features are in the store.
   *
   * @return whether they are; false if it took longer than {@code limit}, twice that at most
   */
  boolean awaitWarm(Duration limit) throws InterruptedException {
    if (!counted.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    for (long waited = 0; waited < limit.toMillis(); waited += LOOK_EVERY_MILLIS) {
      if (isPublished()) {
        return true;
      }
      if (stopped.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  private boolean isPublished() {
    Present current = present;
    return current != null && feedRevision.getAsLong() > current.feedRevision;
  }

  /** Ends waiting. */
  void stop() {
    stopped.countDown();
  }
}
