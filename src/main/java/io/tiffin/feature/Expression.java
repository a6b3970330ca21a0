package io.tiffin.feature;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Arithmetic over other features, as in {@code request.distance_m /
 * courier_zone_live.speed_mps_mean_20m}.
 *
 * <p>NaN stands for a missing operand and makes the result missing; so does a division by zero.
 */
public sealed interface Expression {

  /** A literal number. */
  record Constant(double value) implements Expression {

    @Override
    public String toString() {
      return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
  }

  /** The value of another feature. */
  record Reference(FeatureName name) implements Expression {

    @Override
    public String toString() {
      return name.toString();
    }
  }

  /** Two operands joined by an operator. */
  record Binary(Operator operator, Expression left, Expression right) implements Expression {

    /** The expression as the catalogue writes it, with no more parentheses than it needs. */
    @Override
    public String toString() {
      return switch (operator) {
        case ADD -> operand(left, 1) + " + " + operand(right, 2);
        case SUBTRACT -> operand(left, 1) + " - " + operand(right, 2);
        case MULTIPLY -> operand(left, 2) + " * " + operand(right, 3);
        case DIVIDE -> operand(left, 2) + " / " + operand(right, 3);
        case MAX -> "max(" + left + ", " + right + ")";
        case MIN -> "min(" + left + ", " + right + ")";
      };
    }

    private static String operand(Expression expression, int atLeast) {
      boolean binds =
          !(expression instanceof Binary binary) || binary.operator.precedence() >= atLeast;
      return binds ? expression.toString() : "(" + expression + ")";
    }
  }

  /** What joins two operands; {@code max} and {@code min} are written as calls. */
  enum Operator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MAX,
    MIN;

    private int precedence() {
      return switch (this) {
        case ADD, SUBTRACT -> 1;
        case MULTIPLY, DIVIDE -> 2;
        case MAX, MIN -> 3;
      };
    }

    double apply(double left, double right) {
      return switch (this) {
        case ADD -> left + right;
        case SUBTRACT -> left - right;
        case MULTIPLY -> left * right;
        case DIVIDE -> right == 0 ? Double.NaN : left / right;
        case MAX -> Math.max(left, right);
        case MIN -> Math.min(left, right);
      };
    }
  }

  /** An expression bound to positions in an array of values; thread-safe. */
  @FunctionalInterface
  interface Bound {

    /** The value over {@code values}, NaN if it is missing. Allocates nothing. */
    double evaluate(double[] values);
  }

  /** The features that this expression reads, each once, in the order written. */
  default Set<FeatureName> references() {
    Set<FeatureName> names = new LinkedHashSet<>();
    collect(this, names);
    return names;
  }

  /** This expression reading each feature at the position that {@code position} gives it. */
  default Bound bind(ToIntFunction<FeatureName> position) {
    return switch (this) {
      case Constant(double value) -> values -> value;
      case Reference(FeatureName name) -> {
        int at = position.applyAsInt(name);
        yield values -> values[at];
      }
      case Binary(Operator operator, Expression left, Expression right) -> {
        Bound boundLeft = left.bind(position);
        Bound boundRight = right.bind(position);
        yield values -> operator.apply(boundLeft.evaluate(values), boundRight.evaluate(values));
      }
    };
  }

  private static void collect(Expression expression, Set<FeatureName> names) {
    switch (expression) {
      case Constant ignored -> {}
      case Reference(FeatureName name) -> names.add(name);
      case Binary(Operator ignored, Expression left, Expression right) -> {
        collect(left, names);
        collect(right, names);
      }
    }
  }
}
