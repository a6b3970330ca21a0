package io.tiffin.feature;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over events, as the catalogue declares it.
 *
 * @param function what is computed from the observations
 * @param observation what is observed: the occurrence of an event, the time between two stages, a
 *     field
 * @param denominator for {@link Function#RATIO} the observation counted below the line; null for
 *     every other function
 * @param window the length of the sliding window; for {@link Function#OPEN} the horizon after which
 *     a silent order or courier falls out; for {@link Function#EWMA} and {@link Function#LAST} how
 *     long tiles are kept
 * @param tile the width of a tile: a minute in live views, a day in history views
 * @param quantile for {@link Function#QUANTILE} the rank in (0, 1); NaN for every other function
 * @param halfLife for {@link Function#EWMA} the half-life of an observation's weight; null for
 *     every other function
 * @param atLeast the number of observations below which the value is missing and the parent is
 *     asked
 */
public record Aggregate(
    Function function,
    Observation observation,
    @Nullable Observation denominator,
    Duration window,
    Duration tile,
    double quantile,
    @Nullable Duration halfLife,
    long atLeast) {

  /** How long an order stays open that nothing closes, unless the catalogue says otherwise. */
  public static final Duration OPEN_HORIZON = Duration.ofHours(3);

  /** The width of the tiles in live views. */
  public static final Duration MINUTE_TILE = Duration.ofMinutes(1);

  /** The width of the tiles in history views. */
  public static final Duration DAY_TILE = Duration.ofDays(1);

  /** The window as the catalogue writes it, such as {@code 20m}, {@code 3h} or {@code 28d}. */
  public String windowText() {
    return text(window);
  }

  /** The aggregate as the catalogue writes it; {@code at-least} is a key of its own there. */
  @Override
  public String toString() {
    String name = function.yamlName();
    String over = " over " + windowText();
    return switch (function) {
      case COUNT, SUM, MEAN, MIN, MAX, LAST -> name + "(" + observation + ")" + over;
      case RATIO -> name + "(" + observation + " / " + denominator + ")" + over;
      case QUANTILE ->
          name
              + "("
              + BigDecimal.valueOf(quantile).toPlainString()
              + ", "
              + observation
              + ")"
              + over;
      case EWMA ->
          name
              + "("
              + observation
              + ") half-life "
              + (halfLife == null ? "" : text(halfLife))
              + over;
      case OPEN -> name + "(" + observation + ")" + (window.equals(OPEN_HORIZON) ? "" : over);
    };
  }

  private String text(Duration duration) {
    if (tile.equals(DAY_TILE)) {
      return duration.toDays() + "d";
    }
    long minutes = duration.toMinutes();
    return minutes > 60 && minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }

  /** What is computed from the observations of a window. */
  public enum Function {
    COUNT,
    SUM,
    MEAN,
    MIN,
    MAX,
    /** Seconds between the reading instant and the last observation. */
    LAST,
    /** Exponentially weighted moving average: a time-decayed mean over tiles. */
    EWMA,
    /** Count of {@code observation} divided by count of {@code denominator}. */
    RATIO,
    QUANTILE,
    /** How many were opened by one event and not yet closed by another. */
    OPEN;

    /** The name used in the catalogue's YAML: the constant's name in lower case. */
    public String yamlName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What one event, or a pair of stages, contributes. */
  public sealed interface Observation {

    /** The occurrence of an event of a type. */
    record Occurrence(String eventType) implements Observation {

      @Override
      public String toString() {
        return eventType;
      }
    }

    /** A numeric field of an event of a type. */
    record Field(String eventType, String field) implements Observation {

      @Override
      public String toString() {
        return eventType + "." + field;
      }
    }

    /**
     * Milliseconds from one stage of an order's journey to another; seconds once read as a feature.
     */
    record Between(String fromEventType, String toEventType) implements Observation {

      @Override
      public String toString() {
        return fromEventType + " -> " + toEventType;
      }
    }

    /**
     * An order, courier or restaurant between an opening event and the first of its closing events.
     *
     * <p>With several opening events any of them opens, and each further one renews: it moves the
     * subject to its own tile, so that a courier who sends locations stays online.
     *
     * @param openedBy at least one type of event
     * @param closedBy at least one type of event
     * @param amountField null to count one each, or a numeric field to sum instead: of the opening
     *     event or, for an order, of its {@code order.placed}
     */
    record Open(List<String> openedBy, List<String> closedBy, @Nullable String amountField)
        implements Observation {

      public Open {
        openedBy = List.copyOf(openedBy);
        closedBy = List.copyOf(closedBy);
      }

      @Override
      public String toString() {
        return String.join("|", openedBy)
            + " until "
            + String.join("|", closedBy)
            + (amountField == null ? "" : " summing " + amountField);
      }
    }
  }
}
