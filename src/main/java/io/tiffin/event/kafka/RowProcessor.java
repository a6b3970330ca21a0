package io.tiffin.event.kafka;

import io.tiffin.event.EventRows;
import io.tiffin.event.JourneySteps;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The second step, by row: contributions → the row's state, which is published when its view is
 * due; and the feeds of cities, by how far all rows have come.
 *
 * <p>A row that is changed and not published is pending in a store that commits together with the
 * state: what a crash leaves unpublished is published by whoever goes on.
 */
final class RowProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  /** How often it is looked whether a view is due. Chosen: half the shortest usual interval. */
  private static final Duration TICKS = Duration.ofMillis(100);

  /** Rows published per tick and view; the others wait for the next. Chosen. */
  private static final int ROWS_PER_TICK = 5_000;

  private static final byte[] PENDING = {1};

  private final Wiring wiring;
  private final Map<String, WindowSchema> schemas;
  private final EventRows rows;

  private @Nullable Task task;
  private @Nullable Cancellable ticks;

  RowProcessor(Wiring wiring) {
    this.wiring = wiring;
    rows = new EventRows(wiring.catalogue());
    schemas =
        new JourneySteps(wiring.catalogue(), ignored -> Optional.empty(), wiring.zones()).schemas();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close(); // a task that is suspended and goes on is told to begin again
    task = new Task(context);
    ticks = context.schedule(TICKS, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  private void tick(long nowMillis) {
    Task now = task;
    if (now != null) {
      now.tick(nowMillis);
    }
  }

  /**
   * Nothing that was begun may go on: what it holds in memory is outdated as soon as the state is
   * read anew, and a tick would write it back.
   */
  @Override
  public void close() {
    task = null;
    Cancellable scheduled = ticks;
    if (scheduled != null) {
      scheduled.cancel();
      ticks = null;
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Task now = task;
    if (now == null) {
      throw new IllegalStateException("not begun");
    }
    now.take(record.key(), RowKeys.read(record.key()), record.value());
  }

  /** What one task works with. */
  private final class Task {

    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<byte[], byte[]> pending;
    private final RowStates states;
    private final Milestones counted;
    private final CityFeeds feeds;
    private final Publishing publishing = new Publishing(wiring.catalogue());
    private final PublishedUpTo upTo = new PublishedUpTo(publishing.prompt());

    Task(ProcessorContext<byte[], byte[]> context) {
      this.context = context;
      pending = context.getStateStore(EventTopology.PENDING);
      states = new RowStates(context.getStateStore(EventTopology.ROWS), schemas, wiring.meters());
      KeyValueStore<byte[], byte[]> milestones = context.getStateStore(EventTopology.MILESTONES);
      counted = new Milestones(milestones, "counted");
      feeds = new CityFeeds(milestones, rows);
    }

    void take(byte[] key, RowKey rowKey, byte[] value) {
      switch (HopCodec.read(rowKey, value)) {
        case Hop.Contributions contributions -> {
          if (states.apply(key, rowKey, contributions)) {
            pending.put(key, PENDING);
          }
        }
        case Hop.Counted(Progress progress) -> counted.take(progress);
        case Hop.Written(Progress progress) -> feeds.take(rowKey.entity(), progress);
        case Hop.Superseded(long storedRevision) -> {
          if (states.raise(key, rowKey, storedRevision)) {
            pending.put(key, PENDING);
          }
          feeds.raise(rowKey, storedRevision);
        }
      }
    }

    void tick(long nowMillis) {
      long clock = wiring.clockMicros();
      Optional<Progress> together =
          counted.together(wiring.partitions().getAsInt(), context.taskId().partition());
      for (String view : publishing.due(nowMillis)) {
        if (publish(view, clock)) {
          publishing.published(view, nowMillis);
          together.ifPresent(progress -> upTo.published(view, progress.micros()));
        }
      }
      feeds.due(wiring.partitions().getAsInt(), nowMillis, clock).forEach(this::forward);
      together.flatMap(progress -> upTo.mark(progress, nowMillis)).ifPresent(this::forward);
    }

    /** Whether none of the view's rows is left. */
    private boolean publish(String view, long clock) {
      try (KeyValueIterator<byte[], byte[]> all =
          pending.range(RowKeys.from(view), RowKeys.to(view))) {
        for (int i = 0; i < ROWS_PER_TICK && all.hasNext(); i++) {
          byte[] key = all.next().key;
          pending.delete(key);
          Row row = states.publish(key, RowKeys.read(key), clock);
          if (row != null) {
            forward(row);
          }
        }
        return !all.hasNext();
      }
    }

    private void forward(Row row) {
      forward(RowKeys.write(row.key()), RowRecordCodec.write(row));
    }

    private void forward(Progress mark) {
      forward(RowRecordCodec.markKey(mark.partition()), RowRecordCodec.write(mark));
    }

    private void forward(byte[] key, byte[] value) {
      context.forward(new Record<>(key, value, context.currentSystemTimeMs()));
    }
  }
}
