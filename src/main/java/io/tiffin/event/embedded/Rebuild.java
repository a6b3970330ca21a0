package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.EventRebuild.Rebuilt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a state beside the one in use and lets it take over between two groups of events. */
final class Rebuild {

  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  private final EventFiles files;
  private final Applier applier;
  private final Publisher publisher;
  private final ReentrantLock running = new ReentrantLock();
  private volatile boolean givenUp;

  Rebuild(EventFiles files, Applier applier, Publisher publisher) {
    this.files = files;
    this.applier = applier;
    this.publisher = publisher;
  }

  /** Lets the one that runs come to an end, and waits for that. */
  void giveUp(Duration patience) throws InterruptedException {
    givenUp = true;
    if (running.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      running.unlock();
    }
  }

  Rebuilt run(Iterator<? extends Event> past, Instant logFrom) {
    if (!running.tryLock()) {
      return new Rebuilt.GivenUp("Another rebuild is under way", null);
    }
    try {
      return build(past, logFrom);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Rebuilt.GivenUp("The rebuild was interrupted", e);
    } catch (EventsUnusableException | IOException | RocksDBException e) {
      return new Rebuilt.GivenUp("The rebuild failed: " + e.getMessage(), e);
    } finally {
      running.unlock();
    }
  }

  private Rebuilt build(Iterator<? extends Event> past, Instant logFrom)
      throws EventsUnusableException, IOException, RocksDBException, InterruptedException {
    EventFiles.Building building = files.build();
    try (LiveState state = building.state();
        MergedEvents events = new MergedEvents(past, files, logFrom, applier::applied)) {
      boolean more;
      do {
        requireGoingOn();
        more = events.applySome(state);
      } while (more);
      StaleRows.blank(applier.live().state(), state);
      requireGoingOn();
      TakeOver takeOver = new TakeOver(events, building);
      boolean _ = applier.between(takeOver).join();
      Exception failure = takeOver.failure;
      if (failure != null) {
        return new Rebuilt.GivenUp("The rebuild failed: " + failure.getMessage(), failure);
      }
      LOG.info("The live rows are built anew from {} events", events.count());
      return new Rebuilt.Done(events.count());
    }
  }

  private void requireGoingOn() throws InterruptedException {
    if (givenUp || Thread.interrupted()) {
      throw new InterruptedException("given up");
    }
  }

  /** Runs on the applying thread: what it has applied, all of it, is counted here too. */
  private final class TakeOver implements Runnable {

    private final MergedEvents events;
    private final EventFiles.Building building;
    private volatile @Nullable Exception failure;

    TakeOver(MergedEvents events, EventFiles.Building building) {
      this.events = events;
      this.building = building;
    }

    @Override
    public void run() {
      synchronized (publisher) {
        try {
          catchUp();
          building.state().commit(applier.applied());
          LiveState opened = files.use(building);
          publisher.switchTo(opened.state(), opened.unpublished());
          applier.goOnWith(opened);
        } catch (EventsUnusableException | IOException | RocksDBException | RuntimeException e) {
          failure = e;
        }
      }
    }

    private void catchUp() throws EventsUnusableException, IOException, RocksDBException {
      boolean more;
      do {
        more = events.applySome(building.state());
      } while (more);
    }
  }
}
