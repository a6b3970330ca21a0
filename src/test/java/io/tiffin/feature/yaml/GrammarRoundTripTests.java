package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.feature.Expression;
import io.tiffin.feature.Expression.Operator;
import io.tiffin.feature.FeatureName;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarRoundTripTests {

  private static final List<Operator> OPERATORS = List.of(Operator.values());
  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count(order.placed) over 20m",
        "count(order.placed) over 28d",
        "sum(order.placed.subtotalCents) over 60m",
        "mean(order.accepted -> order.ready) over 20m",
        "min(order.placed.itemsTotal) over 5m",
        "max(order.accepted -> order.ready) over 5m",
        "last(order.placed) over 24h",
        "last(order.placed) over 90m",
        "ratio(order.cancelled / order.placed) over 60m",
        "quantile(0.5, order.accepted -> order.ready) over 28d",
        "ewma(order.accepted -> order.ready) half-life 20m over 24h",
        "ewma(order.accepted -> order.ready) half-life 7d over 28d",
        "open(order.placed until order.delivered|order.cancelled)",
        "open(courier.online|courier.location until courier.offline) over 3m",
        "open(order.accepted until order.ready|order.cancelled summing itemsTotal) over 2h"
      })
  void anAggregatePrintsAsItIsWritten(String text) throws GrammarException {
    assertThat(AggregateGrammar.parse(text, null)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "count( order.placed )over 1h; count(order.placed) over 60m",
        "mean(order.accepted->order.ready) over 05m;mean(order.accepted -> order.ready) over 5m",
        "open(order.placed until order.ready) over 3h; open(order.placed until order.ready)",
        "open(a.b | c.d until e.f) over 120m; open(a.b|c.d until e.f) over 2h",
      })
  void anAggregateWrittenLooselyPrintsInItsOneForm(String loose, String printed)
      throws GrammarException {
    assertThat(AggregateGrammar.parse(loose, null)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1+2*3; 1 + 2 * 3; 7",
        "(1+2)*3; (1 + 2) * 3; 9",
        "8/4/2; 8 / 4 / 2; 1",
        "8/(4/2); 8 / (4 / 2); 4",
        "5-3-1; 5 - 3 - 1; 1",
        "5-(3-1); 5 - (3 - 1); 3",
        "max(0, 2 - 5); max(0, 2 - 5); 0",
        "min(1.5,-2)*2; min(1.5, -2) * 2; -4",
        "((v.two)); v.two; 2",
        "v.two / v.three; v.two / v.three; 0.6666666666666666",
      })
  void anExpressionPrintsWithNoMoreParenthesesThanItNeeds(String text, String printed, double value)
      throws GrammarException {
    Expression expression = ExpressionGrammar.parse(text);

    assertThat(expression).hasToString(printed);
    assertThat(value(expression)).isEqualTo(value, within(1e-12));
  }

  @Test
  void anExpressionOfAnyShapeReadsBackAsItWas() throws GrammarException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);

    for (int i = 0; i < 2_000 * SCALE; i++) {
      Expression expression = expression(random, 5);

      assertThat(ExpressionGrammar.parse(expression.toString())).isEqualTo(expression);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; expected a number, view.feature, max(…), min(…) or '(' at character 1 of ''",
        "1 +; expected a number, view.feature, max(…), min(…) or '(' at character 4 of '1 +'",
        "(1; expected ')' at character 3 of '(1'",
        "1 2; expected the end at character 3 of '1 2'",
        "max(1); expected ',' at character 6 of 'max(1)'",
        "abs(1); expected '.' and the name of a feature of abs at character 4 of 'abs(1)'",
        "v.; expected the name of a feature of v at character 3 of 'v.'",
        "-v.f; expected a number at character 2 of '-v.f'",
        "1.; expected a number at character 1 of '1.'",
        "2x; expected a number at character 1 of '2x'",
      })
  void anExpressionOutsideTheGrammarIsRefused(String text, String clause) {
    assertThatThrownBy(() -> ExpressionGrammar.parse(text))
        .isInstanceOf(GrammarException.class)
        .hasMessage(clause);
  }

  @Test
  void anExpressionOfAnyDepthIsReadOrRefused() {
    String deep = "(".repeat(499) + "1" + ")".repeat(499);

    assertThat(deep).hasSize(999).satisfies(ExpressionGrammar::parse);
    assertThatThrownBy(() -> ExpressionGrammar.parse("(" + deep + ")"))
        .hasMessage("it is longer than 1000 characters");
  }

  private static Expression expression(RandomGenerator random, int depth) {
    return switch (depth == 0 ? random.nextInt(2) : random.nextInt(6)) {
      case 0 -> new Expression.Constant((random.nextInt(2_000) - 1_000) / 8.0);
      case 1 ->
          new Expression.Reference(new FeatureName("v", random.nextBoolean() ? "two" : "x_9"));
      default ->
          new Expression.Binary(
              OPERATORS.get(random.nextInt(OPERATORS.size())),
              expression(random, depth - 1),
              expression(random, depth - 1));
    };
  }

  private static double value(Expression expression) {
    return expression
        .bind(name -> name.feature().equals("two") ? 0 : 1)
        .evaluate(new double[] {2, 3});
  }
}
