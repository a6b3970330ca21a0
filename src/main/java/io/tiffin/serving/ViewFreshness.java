package io.tiffin.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import io.tiffin.serving.FreshnessMeters.Freshness;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** How fresh the values of one view were, since the start and lately. Thread-safe. */
final class ViewFreshness {

  /** Values below which a share says nothing. Chosen. */
  static final int FEWEST = 20;

  /** Length of one of the two windows that «lately» is made of. Chosen. */
  private static final long WINDOW_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final FeatureView view;
  private final Timer age;
  private final LongAdder fresh = new LongAdder();
  private final LongAdder outside = new LongAdder();
  private final AtomicReference<Windows> windows = new AtomicReference<>(Windows.NONE);

  ViewFreshness(FeatureView view, MeterRegistry meters) {
    this.view = view;
    age = FreshnessMeters.ageTimer(view.name()).register(meters);
    values("fresh", fresh, meters);
    values("outside_max_age", outside, meters);
  }

  private void values(String state, LongAdder values, MeterRegistry meters) {
    FunctionCounter.builder("tiffin.feature.values", values, LongAdder::sum)
        .description("Stored values read for orders, by whether they were too old to be served")
        .tags("view", view.name(), "state", state)
        .register(meters);
  }

  void record(ViewRead read, FeatureVector vector, long nowMicros) {
    int served = 0;
    int tooOld = 0;
    long oldest = nowMicros;
    for (int i = 0; i < read.size(); i++) {
      int position = read.position(i);
      ValueState state = vector.state(position);
      if (state == ValueState.OUTSIDE_MAX_AGE) {
        tooOld++;
      } else if (state == ValueState.PRESENT && !Source.REQUEST.equals(vector.source(position))) {
        served++;
        oldest = Math.min(oldest, vector.eventTimeMicros(position));
      }
    }
    if (served > 0) {
      fresh.add(served);
      age.record(nowMicros - oldest, TimeUnit.MICROSECONDS);
    }
    if (tooOld > 0) {
      outside.add(tooOld);
    }
    if (served + tooOld > 0) {
      Window now = at(nowMicros);
      now.fresh.add(served);
      now.outside.add(tooOld);
    }
  }

  private Window at(long nowMicros) {
    Windows known = windows.get();
    if (nowMicros - known.current.beganMicros < WINDOW_MICROS) {
      return known.current;
    }
    boolean follows = nowMicros - known.current.beganMicros < 2 * WINDOW_MICROS;
    Window begun = new Window(nowMicros);
    Windows next = new Windows(begun, follows ? known.current : Window.NEVER);
    return windows.compareAndSet(known, next) ? begun : windows.get().current;
  }

  Freshness freshness(long nowMicros) {
    Windows lately = windows.get();
    boolean over = nowMicros - lately.current.beganMicros >= 2 * WINDOW_MICROS;
    long old = lately.current.outside.sum() + lately.previous.outside.sum();
    long all = old + lately.current.fresh.sum() + lately.previous.fresh.sum();
    return new Freshness(
        view.name(),
        view.maxAge(),
        fresh.sum(),
        outside.sum(),
        over || all < FEWEST ? OptionalDouble.empty() : OptionalDouble.of((double) old / all),
        age.takeSnapshot());
  }

  /** The window under way, and the one before it. */
  private record Windows(Window current, Window previous) {
    static final Windows NONE = new Windows(Window.NEVER, Window.NEVER);
  }

  private static final class Window {
    /** So long ago that every instant is past it; nothing is ever added. */
    static final Window NEVER = new Window(Long.MIN_VALUE / 2);

    final long beganMicros;
    final LongAdder fresh = new LongAdder();
    final LongAdder outside = new LongAdder();

    Window(long beganMicros) {
      this.beganMicros = beganMicros;
    }
  }
}
