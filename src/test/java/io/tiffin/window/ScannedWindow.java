package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The obvious implementation: keeps every observation in a list and scans it. */
public final class ScannedWindow {

  /** An observation that is still to be counted. */
  private record Seen(long micros, long amount) {}

  private final Map<Observation, List<Seen>> seen = new HashMap<>();

  public void add(Observation observation, long micros, long amount) {
    of(observation).add(new Seen(micros, amount));
  }

  void takeBack(Observation observation, long micros, long amount) {
    of(observation).remove(new Seen(micros, amount));
  }

  private List<Seen> of(Observation observation) {
    return seen.computeIfAbsent(observation, ignored -> new ArrayList<>());
  }

  public double value(Aggregate aggregate, long instantMicros) {
    List<Seen> inWindow = inWindow(aggregate, aggregate.observation(), instantMicros);
    int observations =
        aggregate.denominator() == null
            ? inWindow.size()
            : inWindow(aggregate, aggregate.denominator(), instantMicros).size();
    boolean countsNothing =
        aggregate.function() == Function.COUNT
            || aggregate.function() == Function.SUM
            || aggregate.function() == Function.OPEN;
    if (observations < aggregate.atLeast() || (observations == 0 && !countsNothing)) {
      return Double.NaN;
    }
    return switch (aggregate.function()) {
      case COUNT -> inWindow.size();
      case OPEN -> sumsAmounts(aggregate) ? sum(inWindow) / scale(aggregate) : inWindow.size();
      case RATIO -> (double) inWindow.size() / observations;
      case SUM -> sum(inWindow) / scale(aggregate);
      case MEAN -> sum(inWindow) / scale(aggregate) / inWindow.size();
      case MIN -> inWindow.stream().mapToLong(Seen::amount).min().orElseThrow() / scale(aggregate);
      case MAX -> inWindow.stream().mapToLong(Seen::amount).max().orElseThrow() / scale(aggregate);
      case LAST -> sinceLast(inWindow, instantMicros);
      case QUANTILE -> quantile(inWindow, aggregate.quantile()) / scale(aggregate);
      case EWMA -> ewma(aggregate, inWindow, instantMicros);
    };
  }

  private List<Seen> inWindow(Aggregate aggregate, Observation observation, long instantMicros) {
    long tileMicros = aggregate.tile().toNanos() / 1000;
    long now = Math.floorDiv(instantMicros, tileMicros) * tileMicros;
    long start = now - aggregate.window().toNanos() / 1000;
    long end = aggregate.function() == Function.LAST ? Long.MAX_VALUE : now + tileMicros;
    return of(observation).stream().filter(one -> one.micros >= start && one.micros < end).toList();
  }

  private static boolean sumsAmounts(Aggregate open) {
    return ((Observation.Open) open.observation()).amountField() != null;
  }

  private static double scale(Aggregate aggregate) {
    return aggregate.observation() instanceof Observation.Between ? 1e3 : 1e6;
  }

  private static long sum(List<Seen> some) {
    return some.stream().mapToLong(Seen::amount).sum();
  }

  private static double sinceLast(List<Seen> some, long instantMicros) {
    long last = some.stream().mapToLong(Seen::micros).max().orElseThrow();
    return Math.max(0, instantMicros - last) / 1e6;
  }

  private static double quantile(List<Seen> some, double rank) {
    long[] sorted = some.stream().mapToLong(Seen::amount).sorted().toArray();
    return sorted[(int) (rank * (sorted.length - 1))];
  }

  private static double ewma(Aggregate aggregate, List<Seen> some, long instantMicros) {
    long tileMicros = aggregate.tile().toNanos() / 1000;
    double halfLife = halfLifeMicros(aggregate);
    long now = Math.floorDiv(instantMicros, tileMicros);
    ToDoubleFunction<Seen> weight =
        one -> {
          long age = (now - Math.floorDiv(one.micros, tileMicros)) * tileMicros;
          return Math.pow(0.5, age / halfLife);
        };
    double above = some.stream().mapToDouble(one -> weight.applyAsDouble(one) * one.amount).sum();
    return above / 1e3 / some.stream().mapToDouble(weight).sum();
  }

  private static double halfLifeMicros(Aggregate aggregate) {
    java.time.@Nullable Duration halfLife = aggregate.halfLife();
    return halfLife == null ? Double.NaN : halfLife.toNanos() / 1e3;
  }
}
