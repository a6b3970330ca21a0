package io.tiffin.serving;

import io.tiffin.feature.Expression;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Source;
import io.tiffin.feature.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * The ladder of one feature: what stands in when its own value is missing, and what its expression
 * makes of others.
 *
 * <p>An expression about an entity is missing when an operand stands on its default, and the
 * entity's parent is asked. An expression about the order has nobody to ask: it is computed from
 * defaults too, and then has the state of the first operand that is not a value of its own.
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves this room
record ResolveStep(
    int position,
    int parent,
    double defaultNumber,
    @Nullable String defaultText,
    boolean ofEntity,
    Expression.@Nullable Bound expression,
    int[] operands) {

  private static final int NONE = -1;

  static ResolveStep of(Feature feature, boolean ofEntity, FeaturePlan plan, boolean withParents) {
    FeatureName parent = withParents ? feature.parent() : null;
    Object fallback = feature.defaultValue();
    Expression expression = feature.origin() instanceof Origin.Computed(Expression e) ? e : null;
    return new ResolveStep(
        plan.position(feature.name()),
        parent == null ? NONE : plan.position(parent),
        fallback instanceof Number number ? number.doubleValue() : Double.NaN,
        fallback instanceof String text ? text : null,
        ofEntity,
        expression == null ? null : expression.bind(plan::position),
        expression == null
            ? new int[0]
            : expression.references().stream().mapToInt(plan::position).toArray());
  }

  /** Settles the feature, unless it is settled. What it falls back on is settled already. */
  void resolve(FeatureVector vector) {
    if (vector.isSettled(position)) {
      return;
    }
    if (expression != null) {
      compute(expression, vector);
    }
    if (!vector.isSettled(position)) {
      fallBack(vector);
    }
  }

  /**
   * Settles the feature only if it is computed and its operands have their own values; its state
   * else says why it is not.
   */
  void resolveOwn(FeatureVector vector) {
    if (expression == null || vector.isSettled(position)) {
      return;
    }
    for (int operand : operands) {
      if (!vector.isSettled(operand)) {
        vector.setMissing(position, vector.state(operand));
        return;
      }
    }
    compute(expression, vector);
  }

  private void compute(Expression.Bound bound, FeatureVector vector) {
    ValueState state = operandState(vector);
    if (ofEntity && state != ValueState.PRESENT) {
      vector.setMissing(position, state);
      return;
    }
    double value = bound.evaluate(vector.numbers());
    if (Double.isFinite(value)) {
      vector.setNumber(position, value, state, Source.COMPUTED, oldest(vector));
    } else {
      vector.setMissing(position, state == ValueState.PRESENT ? ValueState.NULL_VALUE : state);
    }
  }

  private ValueState operandState(FeatureVector vector) {
    for (int operand : operands) {
      if (vector.isDefaulted(operand) || vector.state(operand).isFault()) {
        return vector.state(operand);
      }
    }
    return ValueState.PRESENT;
  }

  /** The event time of the oldest operand that has one; 0 if none has. */
  private long oldest(FeatureVector vector) {
    long oldest = 0;
    for (int operand : operands) {
      long eventTime = vector.eventTimeMicros(operand);
      if (eventTime != 0 && (oldest == 0 || eventTime < oldest)) {
        oldest = eventTime;
      }
    }
    return oldest;
  }

  private void fallBack(FeatureVector vector) {
    ValueState state = vector.state(position);
    if (parent != NONE && !vector.isDefaulted(parent)) {
      vector.setFrom(parent, position, state);
    } else if (defaultText == null) {
      vector.setNumber(position, defaultNumber, state, Source.DEFAULT, 0);
    } else {
      vector.setText(position, defaultText, state, Source.DEFAULT, 0);
    }
  }
}
