package io.tiffin.feature.yaml;

import io.tiffin.feature.Expression;
import io.tiffin.feature.Expression.Binary;
import io.tiffin.feature.Expression.Constant;
import io.tiffin.feature.Expression.Operator;
import io.tiffin.feature.Expression.Reference;
import io.tiffin.feature.FeatureName;

/**
 * Reads an expression by recursive descent.
 *
 * <pre>
 * expression = term { ("+" | "-") term }
 * term       = factor { ("*" | "/") factor }
 * factor     = ["-"] number | view "." feature | ("max" | "min") "(" expression "," expression ")" | "(" expression ")"
 * </pre>
 */
final class ExpressionGrammar {

  private final Phrase phrase;

  private ExpressionGrammar(Phrase phrase) {
    this.phrase = phrase;
  }

  static Expression parse(String text) throws GrammarException {
    Phrase phrase = new Phrase(text);
    Expression expression = new ExpressionGrammar(phrase).expression();
    phrase.end();
    return expression;
  }

  private Expression expression() throws GrammarException {
    Expression left = term();
    while (true) {
      if (phrase.reads("+")) {
        left = new Binary(Operator.ADD, left, term());
      } else if (phrase.reads("-")) {
        left = new Binary(Operator.SUBTRACT, left, term());
      } else {
        return left;
      }
    }
  }

  private Expression term() throws GrammarException {
    Expression left = factor();
    while (true) {
      if (phrase.reads("*")) {
        left = new Binary(Operator.MULTIPLY, left, factor());
      } else if (phrase.reads("/")) {
        left = new Binary(Operator.DIVIDE, left, factor());
      } else {
        return left;
      }
    }
  }

  private Expression factor() throws GrammarException {
    if (phrase.reads("(")) {
      Expression inner = expression();
      phrase.expect(")");
      return inner;
    }
    if (phrase.reads("-")) {
      return new Constant(-phrase.number("a number"));
    }
    if (phrase.startsWithDigit()) {
      return new Constant(phrase.number("a number"));
    }
    return named(phrase.name("a number, view.feature, max(…), min(…) or '('"));
  }

  private Expression named(String name) throws GrammarException {
    if (phrase.reads(".")) {
      return new Reference(new FeatureName(name, phrase.name("the name of a feature of " + name)));
    }
    return switch (name) {
      case "max" -> call(Operator.MAX);
      case "min" -> call(Operator.MIN);
      default -> throw phrase.expected("'.' and the name of a feature of " + name);
    };
  }

  private Expression call(Operator operator) throws GrammarException {
    phrase.expect("(");
    Expression left = expression();
    phrase.expect(",");
    Expression right = expression();
    phrase.expect(")");
    return new Binary(operator, left, right);
  }
}
