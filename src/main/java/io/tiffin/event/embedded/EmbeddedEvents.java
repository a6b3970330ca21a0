package io.tiffin.event.embedded;

import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRebuild;
import io.tiffin.event.EventRuntimeStatus;
import io.tiffin.feature.Catalogue;
import io.tiffin.store.FeatureStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime of events on one machine.
 *
 * <p>A call's events go to the log, which is waited for ({@link LogCommit}), are counted ({@link
 * Applier}), and what changed is written to the store, in its own time ({@link Publisher}). Only
 * who has the {@link Lease} accepts events.
 */
final class EmbeddedEvents implements EventIntake, EventRuntimeStatus, EventRebuild, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEvents.class);

  /** How long a call waits for a device, and for those before it. Chosen. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * How long the first calls wait until the lease was asked for. Chosen: longer than that takes.
   */
  private static final Duration FIRST_LEASE = Duration.ofSeconds(5);

  private static final int PUBLISH_EVERY_MILLIS = 50;
  private static final int EXPIRE_EVERY_SECONDS = 60;
  private static final int RENEWALS_PER_LEASE = 3;

  private final EventFiles files;
  private final Lease lease;
  private final Duration leaseLength;
  private final Applier applier;
  private final LogCommit commit;
  private final Publisher publisher;
  private final Rebuild rebuild;
  private final CountDownLatch leaseAsked = new CountDownLatch(1);
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean accepting;
  private @Nullable ScheduledExecutorService threads;

  /**
   * @param machineClock what leases end by
   * @param clock what revisions are taken from
   */
  EmbeddedEvents(
      EventFiles files,
      Catalogue catalogue,
      FeatureStore store,
      LeaseRow self,
      Duration leaseLength,
      InstantSource machineClock,
      InstantSource clock,
      Ticker ticker,
      MeterRegistry meters) {
    this.files = files;
    this.leaseLength = leaseLength;
    lease = new Lease(store, machineClock, ticker, self, leaseLength);
    LiveState live = files.live();
    publisher =
        new Publisher(
            catalogue,
            store,
            lease::mayPublish,
            clock,
            ticker,
            new PublishMeters(meters),
            live.state(),
            live.unpublished());
    applier =
        new Applier(
            live,
            ticker,
            new ApplyMeters(meters, live.counts()),
            committed -> publisher.feeds(committed.feeds()));
    commit = new LogCommit(files.log(), applier::take);
    rebuild = new Rebuild(files, applier, publisher);
    RuntimeGauges.register(meters, this, files.log());
  }

  /** Starts to accept, count and publish. */
  synchronized void start() {
    applier.start();
    commit.start();
    ScheduledExecutorService started =
        Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("event-publish-", 1).factory());
    long renewMillis = leaseLength.toMillis() / RENEWALS_PER_LEASE;
    var _ = started.scheduleWithFixedDelay(this::renew, 0, renewMillis, TimeUnit.MILLISECONDS);
    var _ =
        started.scheduleWithFixedDelay(
            guarded(publisher::pass),
            PUBLISH_EVERY_MILLIS,
            PUBLISH_EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
    var _ =
        started.scheduleWithFixedDelay(
            guarded(this::expire), EXPIRE_EVERY_SECONDS, EXPIRE_EVERY_SECONDS, TimeUnit.SECONDS);
    threads = started;
    accept(true);
  }

  private void renew() {
    boolean held = lease.standing() instanceof Lease.Standing.Held;
    guarded(lease::renew).run();
    leaseAsked.countDown();
    if (held && lease.standing() instanceof Lease.Standing.Taken && unpublishedRows() > 0) {
      LOG.warn(
          "{} changed rows of this process stay unpublished, and what was accepted lately is in"
              + " its log only",
          unpublishedRows());
    }
  }

  /** An executor forgets a task that throws. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("What goes on beside events failed, and is tried again", e);
      }
    };
  }

  private void expire() {
    LogPosition committed = applier.live().position();
    synchronized (publisher) { // no other state takes over meanwhile
      try {
        applier.live().state().database().sync();
        files.log().expire(committed);
      } catch (RocksDBException | IOException e) {
        LOG.warn("The log of events is not shortened", e);
      }
    }
  }

  private void accept(boolean from) {
    closing.writeLock().lock();
    try {
      accepting = from;
    } finally {
      closing.writeLock().unlock();
    }
  }

  @Override
  public Receipt accept(List<Event> events) {
    if (events.isEmpty()) {
      return new Receipt.Counted(0, 0, 0);
    }
    try {
      Receipt refusal = refusal();
      return refusal == null ? log(List.copyOf(events)) : refusal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Receipt.Unavailable("interrupted before the events were durable", e);
    }
  }

  private @Nullable Receipt refusal() throws InterruptedException {
    if (!applier.failure().isEmpty()) {
      return new Receipt.Unavailable(applier.failure(), null);
    }
    var _ = leaseAsked.await(FIRST_LEASE.toMillis(), TimeUnit.MILLISECONDS);
    return switch (lease.standing()) {
      case Lease.Standing.Held _ -> null;
      case Lease.Standing.Taken(String holder) -> new Receipt.Refused(refusal(holder));
      case Lease.Standing.Unknown(String reason, Throwable cause) ->
          new Receipt.Unavailable(
              "Whether another process writes the live rows is not known: " + reason, cause);
    };
  }

  private static String refusal(String holder) {
    return "Events go to "
        + holder
        + ", which writes the live rows: one machine's log serves one process; set"
        + " tiffin.events.runtime=kafka to accept them in several.";
  }

  private Receipt log(List<Event> events) throws InterruptedException {
    List<byte[]> bytes = new ArrayList<>(events.size());
    events.forEach(event -> bytes.add(files.write(event)));
    Appending call = Appending.of(events, bytes);
    if (!submit(call)) {
      return new Receipt.Unavailable("The log of events is behind by too many calls", null);
    }
    try {
      return call.receipt().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return call.logged().getNow(false)
          ? new Receipt.Logged(events.size())
          : new Receipt.Unavailable("The log of events did not take them in " + PATIENCE, e);
    } catch (ExecutionException e) {
      throw new AssertionError("every failure is a receipt", e);
    }
  }

  private boolean submit(Appending call) throws InterruptedException {
    closing.readLock().lock();
    try {
      if (!accepting) {
        call.refuse(new Receipt.Unavailable("The service is being stopped or started", null));
        return true;
      }
      return commit.submit(call, PATIENCE);
    } finally {
      closing.readLock().unlock();
    }
  }

  @Override
  public Rebuilt rebuild(Iterator<? extends Event> past, Instant logFrom) {
    return rebuild.run(past, logFrom);
  }

  @Override
  public String runtime() {
    return "embedded";
  }

  @Override
  public Reading reading() {
    Map<String, Object> details = new LinkedHashMap<>();
    EventLog log = files.log();
    details.put("directory", log.directory().toString());
    details.put("logBytes", log.bytes());
    details.put("logFrom", log.beginning().event());
    details.put("logTo", log.end().event());
    details.put("applied", applier.applied().event());
    details.put("committed", applier.live().position().event());
    details.put("lease", lease());
    if (!publisher.lastFailure().isEmpty()) {
      details.put("notPublishedBecause", publisher.lastFailure());
    }
    return new Reading(acceptance(), lagEvents(), publisher.unpublished(), details);
  }

  private String lease() {
    return switch (lease.standing()) {
      case Lease.Standing.Held(var until) -> "held until " + until;
      case Lease.Standing.Taken(String holder) -> "held by " + holder;
      case Lease.Standing.Unknown(String reason, Throwable _) -> "not known: " + reason;
    };
  }

  private Acceptance acceptance() {
    String failure = applier.failure().isEmpty() ? commit.lastFailure() : applier.failure();
    if (!failure.isEmpty()) {
      return new Acceptance.NotAccepting(failure);
    }
    return switch (lease.standing()) {
      case Lease.Standing.Held _ -> new Acceptance.Accepting();
      case Lease.Standing.Taken(String holder) -> new Acceptance.NotAccepting(refusal(holder));
      case Lease.Standing.Unknown(String reason, Throwable _) ->
          new Acceptance.NotAccepting(
              "Whether another process writes the live rows is not known: " + reason);
    };
  }

  /** Events that are durable and not applied. */
  long lagEvents() {
    return files.log().end().event() - applier.applied().event();
  }

  long unpublishedRows() {
    return publisher.unpublished();
  }

  /** Publishes all there is, whatever the intervals. */
  void publishNow() {
    publisher.passNow();
  }

  boolean holdsLease() {
    return lease.mayPublish();
  }

  /** Counts what was accepted, publishes it if the store takes it, and gives the lease back. */
  synchronized void stop() throws InterruptedException {
    ScheduledExecutorService running = threads;
    if (running == null) {
      return;
    }
    threads = null;
    accept(false);
    rebuild.giveUp(PATIENCE);
    boolean counted = commit.stop(PATIENCE) && applier.stop(PATIENCE);
    if (!counted) {
      LOG.warn("Events are still being written after {}; the next start counts them", PATIENCE);
    }
    running.shutdown();
    var _ = running.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (publisher.lastFailure().isEmpty()) {
      guarded(publisher::passNow).run();
    }
    guarded(lease::release).run();
    if (publisher.unpublished() > 0) {
      LOG.warn(
          "{} changed rows are not published; the next start publishes them",
          publisher.unpublished());
    }
  }

  /** To be stopped before. */
  @Override
  public void close() {
    files.close();
  }
}
