package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one plan's features for one order, each with its provenance, by position in the
 * plan. Written by {@link FeatureAssembly} on one thread, read-only afterwards.
 */
public final class FeatureVector {

  private final FeaturePlan plan;
  private final double[] numbers;
  private final @Nullable String[] texts;
  private final ValueState[] states;
  private final @Nullable Source[] sources;
  private final long[] eventTimes;

  FeatureVector(FeaturePlan plan) {
    int size = plan.features().size();
    this.plan = plan;
    numbers = new double[size];
    texts = new @Nullable String[size];
    states = new ValueState[size];
    sources = new @Nullable Source[size];
    eventTimes = new long[size];
    Arrays.fill(states, ValueState.NOT_FOUND);
  }

  public FeaturePlan plan() {
    return plan;
  }

  /**
   * The value of a numeric feature; NaN only for text and for a numeric feature without any
   * default.
   */
  public double number(int position) {
    return numbers[position];
  }

  /** The value of a text feature; null for numbers and for text without any value. */
  public @Nullable String text(int position) {
    return texts[position];
  }

  /**
   * The value as its feature's type has it, for people and JSON: {@code Long}, {@code Double},
   * {@code Boolean}, {@code String}; null if there is none.
   */
  public @Nullable Object value(int position) {
    double number = numbers[position];
    return switch (plan.features().get(position).type()) {
      case STRING -> texts[position];
      case BOOLEAN -> Double.isNaN(number) ? null : Boolean.valueOf(number != 0);
      case INT32, INT64 -> Double.isNaN(number) ? null : integer(number);
      case FLOAT, DOUBLE -> Double.isNaN(number) ? null : Double.valueOf(number);
    };
  }

  /** An integer feature can hold a fraction, when an average stands in for it as a parent. */
  private static Object integer(double number) {
    return number == Math.rint(number) ? (Object) (long) number : (Object) number;
  }

  /** Why the feature's own value could or could not be used; see {@link ValueState}. */
  public ValueState state(int position) {
    return states[position];
  }

  /** Who supplied the value: the rung of the ladder that it stands on. */
  public Source source(int position) {
    Source source = sources[position];
    if (source == null) {
      throw new IllegalStateException(plan.features().get(position).name() + " is not settled yet");
    }
    return source;
  }

  /** Whether the value is the declared default. */
  public boolean isDefaulted(int position) {
    return Source.DEFAULT.equals(sources[position]);
  }

  /**
   * When the value was true, microseconds since the epoch; 0 if that is not known (request,
   * default).
   */
  public long eventTimeMicros(int position) {
    return eventTimes[position];
  }

  /** Whether the position has its value, from whichever rung. */
  boolean isSettled(int position) {
    return sources[position] != null;
  }

  void setNumber(int position, double value, ValueState state, Source source, long eventTime) {
    numbers[position] = value;
    set(position, state, source, eventTime);
  }

  void setText(
      int position, @Nullable String value, ValueState state, Source source, long eventTime) {
    numbers[position] = Double.NaN;
    texts[position] = value;
    set(position, state, source, eventTime);
  }

  /** The position as it stands when no ladder has run. */
  FeatureValue own(int position) {
    Feature feature = plan.features().get(position);
    return isSettled(position)
        ? new FeatureValue(
            feature, value(position), states[position], sources[position], eventTimes[position])
        : new FeatureValue(feature, null, states[position], null, 0);
  }

  /** Leaves the position unsettled, and says why: the ladder goes on from there. */
  void setMissing(int position, ValueState state) {
    states[position] = state;
  }

  /** Settles a position with its parent's value. */
  void setFrom(int parent, int position, ValueState state) {
    numbers[position] = numbers[parent];
    texts[position] = texts[parent];
    set(position, state, Source.PARENT, eventTimes[parent]);
  }

  double[] numbers() {
    return numbers;
  }

  private void set(int position, ValueState state, Source source, long eventTime) {
    states[position] = state;
    sources[position] = source;
    eventTimes[position] = eventTime;
  }
}
