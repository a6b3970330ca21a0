package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.EventRows;
import io.tiffin.event.JourneySteps;
import io.tiffin.event.KeptJourney;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.Replay;
import io.tiffin.event.SignalJourney;
import io.tiffin.event.Stamp;
import io.tiffin.event.Step;
import io.tiffin.event.Step.Verdict;
import io.tiffin.event.json.EventJson;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.event.json.ReceivedAt;
import io.tiffin.event.kafka.JourneyStore.Kept;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.window.Contribution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first step, by what events are about: an event of the topic → its journey, contributions to
 * rows, and the journey's own row. What cannot be read goes to the dead letters as it came.
 */
final class JourneyProcessor implements Processor<byte[], byte[], byte[], byte[]> {

  private static final Duration REPORTS = Duration.ofSeconds(1);

  private final Wiring wiring;
  private final EventJson json = new EventJson();
  private final EventRows rows;

  private @Nullable Task task;
  private @Nullable Cancellable reports;

  /** What one task works with. */
  private record Task(
      ProcessorContext<byte[], byte[]> context,
      JourneyStore journeys,
      Feeds feeds,
      Profiles profiles,
      JourneySteps steps) {}

  JourneyProcessor(Wiring wiring) {
    this.wiring = wiring;
    rows = new EventRows(wiring.catalogue());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close(); // a task that is suspended and goes on is told to begin again
    Profiles profiles =
        new Profiles(
            context.getStateStore(EventTopology.OWN_PROFILES),
            context.getStateStore(EventTopology.ALL_PROFILES),
            wiring.zones());
    task =
        new Task(
            context,
            new JourneyStore(context.getStateStore(EventTopology.JOURNEYS)),
            new Feeds(context.getStateStore(EventTopology.CITIES)),
            profiles,
            new JourneySteps(wiring.catalogue(), profiles, wiring.zones()));
    reports = context.schedule(REPORTS, PunctuationType.WALL_CLOCK_TIME, ignored -> everySecond());
  }

  /** Nothing that was begun may go on: it would report of what it saw before. */
  @Override
  public void close() {
    task = null;
    Cancellable scheduled = reports;
    if (scheduled != null) {
      scheduled.cancel();
      reports = null;
    }
  }

  private void everySecond() {
    Task now = task;
    if (now == null) {
      return;
    }
    long clock = wiring.clockMicros();
    Progress progress = now.feeds.report(now.context.taskId().partition(), clock);
    if (progress.micros() != Long.MIN_VALUE) {
      byte[] value = HopCodec.write(new Hop.Counted(progress));
      now.context.forward(
          new Record<>(Broadcast.KEY, value, now.context.currentSystemTimeMs()),
          EventTopology.TO_ROWS);
    }
    if (now.feeds.hasSeenAny()) {
      now.journeys.sweep(now.feeds.receivedMicros());
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Task now = task;
    if (now == null) {
      throw new IllegalStateException("not begun");
    }
    byte @Nullable [] value = record.value();
    if (value == null) {
      refuse(now, record, "the record has no value");
      return;
    }
    switch (json.read(value, ReceivedAt.KEEP, Instant.ofEpochMilli(record.timestamp()))) {
      case ReadEvent.Refused refused -> refuse(now, record, refused.text());
      case ReadEvent.Valid(Event event) -> {
        if (EventKey.fits(record.key(), event)) {
          count(now, event, record.timestamp());
        } else {
          refuse(now, record, "the record's key must be " + EventKey.of(event));
        }
      }
    }
  }

  private void count(Task now, Event event, long timestamp) {
    Stamp stamp = Stamp.of(event.envelope());
    long received = stamp.receivedMicros();
    now.feeds.saw(event.envelope().cityId(), stamp);
    wiring.meters().saw(stamp);
    Verdict verdict =
        stamp.eventMicros() < received - Replay.JOURNEY_HORIZON_MICROS
            ? Verdict.LATE
            : new Counting(now, received, timestamp).step(event, stamp.eventMicros());
    wiring.meters().counted(verdict);
  }

  /** One event on its way through the step. */
  private final class Counting {

    private final Task now;
    private final long received;
    private final long timestamp;

    Counting(Task now, long received, long timestamp) {
      this.now = now;
      this.received = received;
      this.timestamp = timestamp;
    }

    Verdict step(Event event, long micros) {
      return switch (event) {
        case Event.OrderEvent it -> order(it, micros);
        case Event.CourierEvent it -> {
          Kept<SignalJourney> kept = now.journeys.courier(it.courierId(), received);
          Step<SignalJourney> step = now.steps.apply(kept.journey().journey(), it, micros);
          now.journeys.putCourier(renewed(kept, step));
          yield contribute(step);
        }
        case Event.RestaurantEvent it -> {
          learn(it);
          Kept<SignalJourney> kept = now.journeys.restaurant(it.restaurantId(), received);
          Step<SignalJourney> step = now.steps.apply(kept.journey().journey(), it, micros);
          now.journeys.putRestaurant(renewed(kept, step));
          yield contribute(step);
        }
      };
    }

    private Verdict order(Event.OrderEvent event, long micros) {
      Kept<OrderJourney> kept = now.journeys.order(event, received);
      Step<OrderJourney> step = now.steps.apply(kept.journey().journey(), event, micros);
      if (step.verdict() == Verdict.RECORDED) {
        long changed = Math.max(kept.journey().changedMicros(), received);
        long revision = Math.max(kept.revision() + 1, wiring.clockMicros());
        now.journeys.put(
            new Kept<>(
                new KeptJourney<>(step.journey(), kept.journey().sinceMicros(), changed),
                revision));
        publish(rows.journey(step.journey(), revision, changed));
      }
      return contribute(step);
    }

    private Kept<SignalJourney> renewed(Kept<SignalJourney> kept, Step<SignalJourney> step) {
      long changed =
          step.verdict() == Verdict.RECORDED
              ? Math.max(kept.journey().changedMicros(), received)
              : kept.journey().changedMicros();
      return new Kept<>(new KeptJourney<>(step.journey(), received, changed), 0);
    }

    private void learn(Event.RestaurantEvent event) {
      if (event instanceof Event.RestaurantProfile profile) {
        byte @Nullable [] news = now.profiles.learn(profile);
        if (news != null) {
          forward(RowKeys.text(profile.restaurantId()), news, EventTopology.TO_PROFILES);
          publish(rows.profile(profile));
        }
      }
    }

    private Verdict contribute(Step<?> step) {
      wiring.meters().implausible(step.implausible());
      Map<RowKey, List<Contribution>> byRow = new LinkedHashMap<>();
      for (Contribution one : step.contributions()) {
        byRow.computeIfAbsent(one.key(), ignored -> new ArrayList<>()).add(one);
      }
      byRow.forEach((key, all) ->
          forward(
              RowKeys.write(key),
              HopCodec.write(new Hop.Contributions(received, all)),
              EventTopology.TO_ROWS));
      return step.verdict();
    }

    private void publish(Row row) {
      forward(RowKeys.write(row.key()), RowRecordCodec.write(row), EventTopology.TO_PUBLISHERS);
    }

    private void forward(byte[] key, byte[] value, String child) {
      now.context.forward(new Record<>(key, value, timestamp), child);
    }
  }

  private void refuse(Task now, Record<byte[], byte[]> record, String reason) {
    Headers headers = new RecordHeaders(record.headers());
    DeadLetters.explain(headers, reason, now.context.recordMetadata().orElse(null));
    now.context.forward(record.withHeaders(headers), EventTopology.TO_DEAD_LETTERS);
    wiring.meters().deadLetter();
  }
}
