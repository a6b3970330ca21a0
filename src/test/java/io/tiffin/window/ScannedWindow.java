package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The obvious implementation: keeps every observation and scans those in the window. */
public final class ScannedWindow {

  /** An observation: from when on it stands, and until when, by a number that only grows. */
  public static final class Seen {

    private final long micros;
    private final long amount;
    private final long from;
    private long to = Long.MAX_VALUE;

    public Seen(long micros, long amount, long from) {
      this.micros = micros;
      this.amount = amount;
      this.from = from;
    }

    public long micros() {
      return micros;
    }

    public void takeBack(long now) {
      to = now;
    }

    boolean stands() {
      return to == Long.MAX_VALUE;
    }

    long amount() {
      return amount;
    }
  }

  private final Map<Observation, List<Seen>> all = new HashMap<>();

  public void add(Observation observation, Seen seen) {
    all.computeIfAbsent(observation, ignored -> new ArrayList<>()).add(seen);
  }

  public double value(Aggregate aggregate, long instantMicros) {
    List<Seen> everInWindow = inWindow(aggregate, aggregate.observation(), instantMicros);
    List<Seen> inWindow =
        aggregate.function() == Function.LAST ? everInWindow : standing(everInWindow);
    int observations =
        aggregate.denominator() == null
            ? inWindow.size()
            : standing(inWindow(aggregate, aggregate.denominator(), instantMicros)).size();
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
      case MIN -> lasting(everInWindow, aggregate).min().orElseThrow() / scale(aggregate);
      case MAX -> lasting(everInWindow, aggregate).max().orElseThrow() / scale(aggregate);
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
    return all.getOrDefault(observation, List.of()).stream()
        .filter(one -> one.micros >= start && one.micros < end)
        .toList();
  }

  private static List<Seen> standing(List<Seen> some) {
    return some.stream().filter(Seen::stands).toList();
  }

  // An extreme keeps what is taken back, for which came second is not known; unless its tile holds
  // nothing else.
  private static LongStream lasting(List<Seen> some, Aggregate aggregate) {
    long tileMicros = aggregate.tile().toNanos() / 1000;
    Map<Long, List<Seen>> tiles =
        some.stream().collect(Collectors.groupingBy(one -> Math.floorDiv(one.micros, tileMicros)));
    return tiles.values().stream().flatMap(ScannedWindow::lasting).mapToLong(Seen::amount);
  }

  private static Stream<Seen> lasting(List<Seen> tile) {
    if (tile.stream().allMatch(Seen::stands)) {
      return tile.stream();
    }
    List<Seen> kept = new ArrayList<>();
    for (Seen next : tile.stream().sorted(Comparator.comparingLong(one -> one.from)).toList()) {
      if (kept.stream().allMatch(one -> one.to < next.from)) {
        kept.clear();
      }
      kept.add(next);
    }
    return kept.stream().allMatch(one -> !one.stands()) ? Stream.of() : kept.stream();
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
    return above / scale(aggregate) / some.stream().mapToDouble(weight).sum();
  }

  private static double halfLifeMicros(Aggregate aggregate) {
    @Nullable Duration halfLife = aggregate.halfLife();
    return halfLife == null ? Double.NaN : halfLife.toNanos() / 1e3;
  }
}
