package io.tiffin.feature;

import java.time.Duration;
import java.util.List;
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
    OPEN
  }

  /** What one event, or a pair of stages, contributes. */
  public sealed interface Observation {

    /** The occurrence of an event of a type. */
    record Occurrence(String eventType) implements Observation {}

    /** A numeric field of an event of a type. */
    record Field(String eventType, String field) implements Observation {}

    /**
     * Milliseconds from one stage of an order's journey to another; seconds once read as a feature.
     */
    record Between(String fromEventType, String toEventType) implements Observation {}

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
    }
  }
}
