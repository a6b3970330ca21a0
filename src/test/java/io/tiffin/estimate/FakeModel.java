package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.FeatureName;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.Engine;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Legs;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.Outputs;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that says what it is told to. By default every order takes 31.4 minutes at the median.
 * Thread-safe.
 *
 * <pre>{@code
 * var model = new FakeModel();
 * model.saying(24.1f, 31.4f, 38f, 42.6f);
 * model.failing(Reason.OVERLOADED);
 * model.beforeEachCall(deadline -> ticker.advance(…));
 * }</pre>
 */
public final class FakeModel implements Model {

  /**
   * What the default manifest feeds: numbers with every treatment of missing values, whole numbers,
   * text.
   */
  public static final List<InputTensor> INPUTS =
      List.of(
          new InputTensor(
              "numbers",
              TensorType.FLOAT32,
              List.of(
                  column("restaurant_live.orders_outstanding", Missing.NAN, null, null),
                  column("restaurant_live.prep_s_mean_20m", Missing.DEFAULT, null, null),
                  column("request.distance_m", Missing.DEFAULT, 1500.0, null))),
          new InputTensor(
              "categories",
              TensorType.INT64,
              List.of(
                  column("request.hour_of_week", Missing.DEFAULT, null, null),
                  column("restaurant_profile.cuisine", Missing.DEFAULT, null, 64),
                  column("request.restaurant_id", Missing.NAN, null, 4096))));

  private final Manifest manifest;
  private volatile boolean closed;
  private final List<Examples> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile float[] minutes;
  private volatile float[] legs = {17.2f, 3.1f, 9.6f};
  private volatile @Nullable Reason failing;
  private volatile Delay delay = deadline -> {};
  private volatile boolean remembering = true;

  /** What happens before a call is answered. */
  public interface Delay {

    void before(Deadline deadline);
  }

  public FakeModel() {
    this(List.of(0.1, 0.5, 0.8, 0.9), null, new float[] {24.1f, 31.4f, 38f, 42.6f});
  }

  /** A model that tells these quantiles. */
  public FakeModel(List<Double> quantiles, @Nullable Double spread, float... minutes) {
    this(INPUTS, quantiles, spread, minutes);
  }

  /** The usual model, with what it learnt of orders on their way. */
  public FakeModel(Manifest.TimeLeft timeLeft) {
    this(
        INPUTS,
        List.of(0.1, 0.5, 0.8, 0.9),
        null,
        timeLeft,
        new float[] {24.1f, 31.4f, 38f, 42.6f});
  }

  public FakeModel(
      List<InputTensor> inputs, List<Double> quantiles, @Nullable Double spread, float... minutes) {
    this(inputs, quantiles, spread, null, minutes);
  }

  private FakeModel(
      List<InputTensor> inputs,
      List<Double> quantiles,
      @Nullable Double spread,
      Manifest.@Nullable TimeLeft timeLeft,
      float[] minutes) {
    this(manifest("eta", "3", inputs, quantiles, spread, timeLeft), minutes);
  }

  private FakeModel(Manifest manifest, float[] minutes) {
    this.manifest = manifest;
    this.minutes = minutes;
  }

  private static Manifest manifest(
      String name,
      String version,
      List<InputTensor> inputs,
      List<Double> quantiles,
      @Nullable Double spread,
      Manifest.@Nullable TimeLeft timeLeft) {
    return new Manifest(
        1,
        name,
        version,
        new Engine("TensorFlow", "2.16.1"),
        "serving_default",
        inputs,
        new Outputs(new Manifest.Minutes("minutes", quantiles, spread), new Legs("legs")),
        timeLeft,
        Map.of(),
        null,
        Map.of());
  }

  public static Column column(
      String feature, Missing missing, @Nullable Double ownDefault, @Nullable Integer buckets) {
    return new Column(FeatureName.parse(feature), missing, ownDefault, buckets, null, null);
  }

  /** The usual model as another version, or of another name; its median in minutes is given. */
  public static FakeModel of(String name, String version, float p50) {
    return new FakeModel(name, version, INPUTS, p50);
  }

  /** As {@link #of}, with other inputs. */
  public static FakeModel of(String name, String version, List<InputTensor> inputs, float p50) {
    return new FakeModel(name, version, inputs, p50);
  }

  private FakeModel(String name, String version, List<InputTensor> inputs, float p50) {
    this(
        manifest(name, version, inputs, List.of(0.1, 0.5, 0.8, 0.9), null, null),
        new float[] {p50 - 5, p50, p50 + 5, p50 + 9});
  }

  /** From now on every order gets these quantiles. */
  public void saying(float... quantiles) {
    minutes = quantiles;
  }

  /** From now on every order gets these legs; none at all for no argument. */
  public void sayingLegs(float... told) {
    legs = told;
  }

  /** From now on there is no answer, for this reason; null for answers again. */
  public void failing(@Nullable Reason reason) {
    failing = reason;
  }

  public void beforeEachCall(Delay action) {
    delay = action;
  }

  /** From now on inputs are not kept: for runs in which only the count of bytes matters. */
  public void forgetful() {
    remembering = false;
  }

  /** The inputs of all calls so far. */
  public List<Examples> calls() {
    return List.copyOf(calls);
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    if (remembering) {
      calls.add(examples);
    }
    delay.before(deadline);
    if (closed) {
      return new Failed(Reason.ERROR, "the model is closed", null);
    }
    if (deadline.hasPassed()) {
      return new Failed(Reason.TIMED_OUT, "too late", null);
    }
    Reason reason = failing;
    return reason == null
        ? new Answered(repeat(minutes, examples.rows()), repeat(legs, examples.rows()))
        : new Failed(reason, "scripted", null);
  }

  @Override
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  private static float[] repeat(float[] row, int rows) {
    float[] all = new float[row.length * rows];
    for (int at = 0; at < all.length; at++) {
      all[at] = row[at % row.length];
    }
    return all;
  }
}
