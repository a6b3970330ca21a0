package io.tiffin.feature.yaml;

import static io.tiffin.feature.yaml.Refusal.ofEventFeature;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateRefusalTests {

  private static final String EVENTS =
      "courier.arrived_dropoff, courier.arrived_pickup, courier.assigned, courier.location,"
          + " courier.offline, courier.online, courier.unassigned, order.accepted, order.cancelled,"
          + " order.delivered, order.picked_up, order.placed, order.ready, restaurant.paused,"
          + " restaurant.resumed";

  @ParameterizedTest
  @MethodSource
  void aTextOutsideTheGrammarIsRefusedWithWhatWasExpectedAndWhere(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aTextOutsideTheGrammarIsRefusedWithWhatWasExpectedAndWhere() {
    return Stream.of(
        aggregate(
            "",
            "expected count, sum, mean, min, max, last, ewma, ratio, quantile or open at"
                + " character 1 of ''"),
        aggregate(
            "counts(order.placed) over 5m",
            "expected count, sum, mean, min, max, last, ewma,"
                + " ratio, quantile or open at character 1 of 'counts(order.placed) over 5m'"),
        aggregate("count order.placed", "expected '(' at character 7 of 'count order.placed'"),
        aggregate("count(order)", "expected '.' at character 12 of 'count(order)'"),
        aggregate(
            "count(5)", "expected an event such as order.placed at character 7 of 'count(5)'"),
        aggregate(
            "count(order.)",
            "expected the second half of the event order. at character 13 of" + " 'count(order.)'"),
        aggregate(
            "count(order.placed over 5m",
            "expected ')' at character 20 of 'count(order.placed" + " over 5m'"),
        aggregate(
            "count(order.placed)", "expected 'over' at character 20 of 'count(order.placed)'"),
        aggregate(
            "count(order.placed) over",
            "expected a length such as 20m or 28d at character 25"
                + " of 'count(order.placed) over'"),
        aggregate(
            "count(order.placed) over 5y",
            "'5y' is no length of time; write a number and ms," + " s, m, h or d, as in 5m"),
        aggregate(
            "count(order.placed) over 5m or so",
            "expected the end at character 29 of" + " 'count(order.placed) over 5m or so'"),
        aggregate(
            "mean(order.placed) over 5m",
            "expected '->' and a later event, or '.' and a field"
                + " at character 18 of 'mean(order.placed) over 5m'"),
        aggregate(
            "mean(order.placed.) over 5m",
            "expected a numeric field of order.placed at"
                + " character 19 of 'mean(order.placed.) over 5m'"),
        aggregate(
            "ratio(order.placed) over 5m",
            "expected '/' at character 19 of" + " 'ratio(order.placed) over 5m'"),
        aggregate(
            "quantile(half, order.placed.itemsTotal) over 5m",
            "expected a rank such as 0.5 at"
                + " character 10 of 'quantile(half, order.placed.itemsTotal) over 5m'"),
        aggregate(
            "ewma(order.placed.itemsTotal) over 5m",
            "expected 'half-life' at character 31 of" + " 'ewma(order.placed.itemsTotal) over 5m'"),
        aggregate("open(order.placed)", "expected 'until' at character 18 of 'open(order.placed)'"),
        aggregate(
            "open(order.placed until order.ready summing)",
            "expected a numeric field at"
                + " character 44 of 'open(order.placed until order.ready summing)'"));
  }

  @ParameterizedTest
  @MethodSource
  void anAggregateThatCannotBeComputedIsRefused(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> anAggregateThatCannotBeComputedIsRefused() {
    return Stream.of(
        aggregate(
            "count(order.lost) over 5m", "there is no event 'order.lost'; known are " + EVENTS),
        aggregate(
            "ratio(order.placed / order.lost) over 5m",
            "there is no event 'order.lost'; known" + " are " + EVENTS),
        aggregate(
            "count(courier.online) over 5m",
            "'courier.online' says nothing about the entity" + " restaurant"),
        aggregate(
            "sum(order.placed.tip) over 5m",
            "'order.placed' has no numeric field 'tip'; it"
                + " has itemsDistinct, itemsTotal, subtotalCents"),
        aggregate("sum(order.ready.tip) over 5m", "'order.ready' has no numeric field 'tip'"),
        aggregate(
            "mean(order.placed -> restaurant.paused) over 5m",
            "'restaurant.paused' is no" + " stage of an order, which '->' needs"),
        aggregate(
            "mean(order.placed -> order.placed) over 5m",
            "'->' needs two different stages," + " not 'order.placed' twice"),
        aggregate(
            "open(order.placed until restaurant.paused)",
            "'restaurant.paused' and"
                + " 'order.placed' are not about the same order, courier or restaurant"),
        aggregate(
            "open(order.placed until order.ready|order.ready)",
            "an event is named twice in" + " open(…)"),
        aggregate(
            "open(order.ready until order.picked_up summing tip)",
            "'order.placed' has no"
                + " numeric field 'tip'; it has itemsDistinct, itemsTotal, subtotalCents"),
        aggregate(
            "open(restaurant.paused until restaurant.resumed summing x)",
            "'restaurant.paused'" + " has no numeric field 'x'"),
        aggregate(
            "quantile(1.5, order.placed.itemsTotal) over 5m",
            "the rank of a quantile is out" + " of range; write one between 0 and 1, such as 0.5"),
        aggregate(
            "quantile(0, order.placed.itemsTotal) over 5m",
            "the rank of a quantile is out of" + " range; write one between 0 and 1, such as 0.5"));
  }

  @ParameterizedTest
  @MethodSource
  void aWindowOutOfRangeIsRefused(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWindowOutOfRangeIsRefused() {
    String sliding = " is out of range; write 1m to 60m, or 1d to 28d";
    String kept = " is out of range; write 1m to 24h, or 1d to 28d";
    return Stream.of(
        aggregate("count(order.placed) over 0m", "the window of count" + sliding),
        aggregate("count(order.placed) over 30s", "the window of count" + sliding),
        aggregate("count(order.placed) over 90s", "the window of count" + sliding),
        aggregate("count(order.placed) over 61m", "the window of count" + sliding),
        aggregate("count(order.placed) over 24h", "the window of count" + sliding),
        aggregate("count(order.placed) over 29d", "the window of count" + sliding),
        aggregate("last(order.placed) over 25h", "the window of last" + kept),
        aggregate(
            "open(order.placed until order.ready) over 1d",
            "the window of open is out of" + " range; write 1m to 24h"),
        aggregate(
            "ewma(order.placed.itemsTotal) half-life 30s over 5m",
            "the half-life is out of" + " range; write at least one minute and at most the window"),
        aggregate(
            "ewma(order.placed.itemsTotal) half-life 6m over 5m",
            "the half-life is out of" + " range; write at least one minute and at most the window"),
        aggregate(
            "ewma(order.placed.itemsTotal) half-life 6h over 5d",
            "the half-life is out of" + " range; write at least one day and at most the window"));
  }

  @ParameterizedTest
  @MethodSource
  void whatYamlDoesToAnAggregateIsExplained(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> whatYamlDoesToAnAggregateIsExplained() {
    return Stream.of(
        ofEventFeature(
            "f: {type: double, default: 1, aggregate: quantile(0.5, order.placed -> order.ready)"
                + " over 5m}",
            "feature v.f has the unknown key 'order.placed -> order.ready) over 5m'; between braces a"
                + " text with a comma needs quotes."),
        new Refusal(
            """
            views:
              v:
                entity: restaurant
                kind: event
                max-age: 5m
                features:
                  a: {type: int64, default: 1, aggregate: count(order.placed) over 5m}
                  b: {type: int64, default: 1, aggregate: count(order.placed) over 5d}
            """,
            "c.yaml:8: feature v.b mixes days with minutes: all windows of a view are in days, or"
                + " none; move it to another view."));
  }

  private static Refusal aggregate(String text, String clause) {
    return ofEventFeature(
        "f: {type: double, default: 1, aggregate: \"" + text + "\"}",
        "the aggregate of feature v.f is wrong: " + clause + ".");
  }
}
