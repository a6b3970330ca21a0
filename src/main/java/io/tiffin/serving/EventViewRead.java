package io.tiffin.serving;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Row;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.store.Outcome;
import io.tiffin.window.ReadOutcome;
import io.tiffin.window.WindowSchema;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Reads rows that hold window state, as of the instant of the request.
 *
 * <p>The age of an event feature is the age of its city's feed, and a window that reaches back
 * further than the feed is not found: so a quiet restaurant has a fresh count of zero, and a dead
 * feed never does.
 */
final class EventViewRead extends ViewRead {

  /** How far a source's clock may be ahead: the bound of events and of written facts. */
  private static final long MAX_AHEAD_MICROS = Instants.micros(Duration.ofMinutes(2));

  private final WindowSchema schema;
  private final int[] slots;
  private final long[] coverageMicros;

  EventViewRead(FeatureView view, List<Feature> features, int[] positions) {
    super(view, features, positions);
    schema = WindowSchema.of(view);
    slots = features.stream().mapToInt(view.features()::indexOf).toArray();
    coverageMicros = features.stream().mapToLong(EventViewRead::coverageMicros).toArray();
  }

  @Override
  void read(Outcome outcome, Instants instants, FeatureVector vector) {
    ProfileSlots feed = vector.plan().profile();
    ValueState feedState = feedState(feed, instants, vector);
    if (!(outcome instanceof Outcome.Found(Row row, Source source))) {
      missing(ViewRead.reason(outcome), vector);
    } else if (feedState != ValueState.PRESENT) {
      missing(feedState, vector);
    } else {
      double[] values = new double[view().features().size()];
      if (schema.read(row.body(), instants.receivedAtMicros(), values) == ReadOutcome.READ) {
        long since = (long) vector.number(feed.feedSince());
        long watermark = (long) vector.number(feed.feedWatermark());
        settle(values, since, watermark, source, instants, vector);
      } else {
        missing(ValueState.ERROR, vector);
      }
    }
  }

  /** Why the feed tells nothing; a watermark from the future would keep a dead feed fresh. */
  private static ValueState feedState(ProfileSlots feed, Instants instants, FeatureVector vector) {
    ValueState since = vector.state(feed.feedSince());
    ValueState watermark = vector.state(feed.feedWatermark());
    if (since != ValueState.PRESENT || watermark != ValueState.PRESENT) {
      return watermark == ValueState.PRESENT ? since : watermark;
    }
    long ahead = (long) vector.number(feed.feedWatermark()) - instants.receivedAtMicros();
    return ahead > MAX_AHEAD_MICROS ? ValueState.ERROR : ValueState.PRESENT;
  }

  private void settle(
      double[] values,
      long since,
      long watermark,
      Source source,
      Instants instants,
      FeatureVector vector) {
    for (int i = 0; i < size(); i++) {
      int position = position(i);
      if (vector.isSettled(position)) {
        continue;
      }
      double value = values[slots[i]];
      if (instants.isTooOld(watermark, maxAgeMicros(i))) {
        vector.setMissing(position, ValueState.OUTSIDE_MAX_AGE);
      } else if (since > instants.receivedAtMicros() - coverageMicros[i]) {
        vector.setMissing(position, ValueState.NOT_FOUND);
      } else if (Double.isNaN(value)) {
        vector.setMissing(position, ValueState.NULL_VALUE);
      } else {
        vector.setNumber(position, value, ValueState.PRESENT, source, watermark);
      }
    }
  }

  /**
   * How long the feed must have existed for the value to be true: the window; for a moving average
   * its half-life, by which most of its weight is in; nothing for the time since the last event,
   * which is true from the first event on.
   */
  private static long coverageMicros(Feature feature) {
    Aggregate aggregate = ((Origin.Aggregated) feature.origin()).aggregate();
    return switch (aggregate.function()) {
      case LAST -> 0;
      case EWMA -> Instants.micros(Objects.requireNonNull(aggregate.halfLife()));
      case COUNT, SUM, MEAN, MIN, MAX, RATIO, QUANTILE, OPEN -> Instants.micros(aggregate.window());
    };
  }
}
