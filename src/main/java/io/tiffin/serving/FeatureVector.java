package io.tiffin.serving;

import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
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
  private final Source[] sources;
  private final long[] eventTimes;

  FeatureVector(FeaturePlan plan) {
    int size = plan.features().size();
    this.plan = plan;
    numbers = new double[size];
    texts = new @Nullable String[size];
    states = new ValueState[size];
    sources = new Source[size];
    eventTimes = new long[size];
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

  /** Why the feature's own value could or could not be used; see {@link ValueState}. */
  public ValueState state(int position) {
    return states[position];
  }

  /** Who supplied the value: the rung of the ladder that it stands on. */
  public Source source(int position) {
    return sources[position];
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

  double[] numbers() {
    return numbers;
  }

  private void set(int position, ValueState state, Source source, long eventTime) {
    states[position] = state;
    sources[position] = source;
    eventTimes[position] = eventTime;
  }
}
