package io.tiffin.feature.yaml;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Function;
import io.tiffin.feature.Aggregate.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an aggregate by recursive descent.
 *
 * <pre>
 * aggregate = ("count" | "last") "(" event ")" over
 *           | ("sum" | "mean" | "min" | "max") "(" measure ")" over
 *           | "ratio" "(" event "/" event ")" over
 *           | "quantile" "(" number "," measure ")" over
 *           | "ewma" "(" measure ")" "half-life" length over
 *           | "open" "(" events "until" events ["summing" field] ")" [over]
 * over      = "over" length
 * measure   = event "->" event | event "." field
 * events    = event { "|" event }
 * event     = name "." name
 * </pre>
 */
final class AggregateGrammar {

  private final Phrase phrase;
  private final @Nullable Long atLeast;

  private AggregateGrammar(Phrase phrase, @Nullable Long atLeast) {
    this.phrase = phrase;
    this.atLeast = atLeast;
  }

  /**
   * The aggregate that {@code text} declares; whether it makes sense is for {@link AggregateRules}.
   *
   * @param atLeast the value of the key of that name; null for the function's own, which is 0 where
   *     nothing observed means zero and else 1
   */
  static Aggregate parse(String text, @Nullable Long atLeast) throws GrammarException {
    Phrase phrase = new Phrase(text);
    Aggregate aggregate = new AggregateGrammar(phrase, atLeast).aggregate();
    phrase.end();
    return aggregate;
  }

  private Aggregate aggregate() throws GrammarException {
    Function function = function();
    phrase.expect("(");
    return switch (function) {
      case COUNT, LAST -> over(function, closed(occurrence()));
      case SUM, MEAN, MIN, MAX -> over(function, closed(measure()));
      case RATIO -> ratio();
      case QUANTILE -> quantile();
      case EWMA -> ewma();
      case OPEN -> open();
    };
  }

  private Function function() throws GrammarException {
    for (Function function : Function.values()) {
      if (phrase.reads(function.yamlName())) {
        return function;
      }
    }
    throw phrase.expected("count, sum, mean, min, max, last, ewma, ratio, quantile or open");
  }

  private Aggregate over(Function function, Observation observation) throws GrammarException {
    return aggregate(function, observation, null, over(), Double.NaN, null);
  }

  private Aggregate ratio() throws GrammarException {
    Observation above = occurrence();
    phrase.expect("/");
    Observation below = closed(occurrence());
    return aggregate(Function.RATIO, above, below, over(), Double.NaN, null);
  }

  private Aggregate quantile() throws GrammarException {
    double rank = phrase.number("a rank such as 0.5");
    phrase.expect(",");
    Observation observation = closed(measure());
    return aggregate(Function.QUANTILE, observation, null, over(), rank, null);
  }

  private Aggregate ewma() throws GrammarException {
    Observation observation = closed(measure());
    phrase.expect("half-life");
    Duration halfLife = length().duration();
    return aggregate(Function.EWMA, observation, null, over(), Double.NaN, halfLife);
  }

  private Aggregate open() throws GrammarException {
    List<String> openedBy = events();
    phrase.expect("until");
    List<String> closedBy = events();
    String amount = phrase.reads("summing") ? phrase.name("a numeric field") : null;
    Observation observation = closed(new Observation.Open(openedBy, closedBy, amount));
    Length horizon =
        phrase.reads("over") ? length() : new Length(Aggregate.OPEN_HORIZON, Aggregate.MINUTE_TILE);
    return aggregate(Function.OPEN, observation, null, horizon, Double.NaN, null);
  }

  private Aggregate aggregate(
      Function function,
      Observation observation,
      @Nullable Observation denominator,
      Length window,
      double rank,
      @Nullable Duration halfLife) {
    return new Aggregate(
        function,
        observation,
        denominator,
        window.duration(),
        window.tile(),
        rank,
        halfLife,
        atLeast != null ? atLeast : leastObservations(function));
  }

  private static long leastObservations(Function function) {
    return switch (function) {
      case COUNT, SUM, OPEN -> 0;
      case MEAN, MIN, MAX, LAST, EWMA, RATIO, QUANTILE -> 1;
    };
  }

  private Observation closed(Observation observation) throws GrammarException {
    phrase.expect(")");
    return observation;
  }

  private Observation measure() throws GrammarException {
    String event = event();
    if (phrase.reads("->")) {
      return new Observation.Between(event, event());
    }
    if (phrase.reads(".")) {
      return new Observation.Field(event, phrase.name("a numeric field of " + event));
    }
    throw phrase.expected("'->' and a later event, or '.' and a field");
  }

  private Observation occurrence() throws GrammarException {
    return new Observation.Occurrence(event());
  }

  private List<String> events() throws GrammarException {
    List<String> events = new ArrayList<>(List.of(event()));
    while (phrase.reads("|")) {
      events.add(event());
    }
    return events;
  }

  private String event() throws GrammarException {
    String subject = phrase.name("an event such as order.placed");
    phrase.expect(".");
    return subject + "." + phrase.name("the second half of the event " + subject + ".");
  }

  private Length over() throws GrammarException {
    phrase.expect("over");
    return length();
  }

  private Length length() throws GrammarException {
    String text = phrase.length("a length such as 20m or 28d");
    return new Length(
        Lengths.parse(text), text.endsWith("d") ? Aggregate.DAY_TILE : Aggregate.MINUTE_TILE);
  }

  /** A length of time, and the tiles that its unit stands for. */
  private record Length(Duration duration, Duration tile) {}
}
