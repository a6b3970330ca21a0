package io.tiffin.estimate;

import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.StageWeights;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is left of orders on their way: as the served bundle learnt it for the order's stage,
 * else by formula. Immutable.
 *
 * <p>What is learnt are conditional quantiles (Koenker and Bassett, "Regression Quantiles", 1978):
 * ln(minutes left) at each rank is linear in the {@link LeftInputs}. They were learnt from orders
 * that had not arrived after so long, so they hold for those that have not.
 */
public final class TimeLeft {

  private final Map<OrderStage, Learnt> stages;

  private TimeLeft(Map<OrderStage, Learnt> stages) {
    this.stages = stages;
  }

  /**
   * What is left of an order.
   *
   * @param minutes until it arrives, from now
   * @param learnt whether the bundle told it, or the formula
   */
  public record Left(DeliveryMinutes minutes, boolean learnt) {}

  /** Nothing is learnt. */
  public static TimeLeft byFormula() {
    return new TimeLeft(Map.of());
  }

  /**
   * As a bundle learnt it; stages that it does not tell go by formula.
   *
   * @param table null if it learnt nothing
   * @throws IllegalArgumentException if it was learnt from other inputs, or for another stage, than
   *     this version knows
   */
  public static TimeLeft of(Manifest.@Nullable TimeLeft table) {
    if (table == null) {
      return byFormula();
    }
    if (!table.inputs().equals(LeftInputs.NAMES)) {
      throw new IllegalArgumentException(
          "timeLeft.inputs are " + table.inputs() + ", this Tiffin knows " + LeftInputs.NAMES);
    }
    Map<OrderStage, Learnt> stages = new EnumMap<>(OrderStage.class);
    for (StageWeights stage : table.stages()) {
      stages.put(OrderStage.valueOf(stage.stage()), Learnt.of(stage));
    }
    return new TimeLeft(stages);
  }

  /** What is left. */
  public Left left(OrderProgress progress, Outlook outlook) {
    Learnt learnt = stages.get(progress.stage());
    return learnt == null
        ? new Left(LeftByFormula.quantiles(progress, outlook), false)
        : new Left(learnt.quantiles(LeftInputs.of(progress, outlook)), true);
  }

  /** What was learnt for a stage; inputs beyond those learnt from count as the outermost. */
  @SuppressWarnings("ArrayRecordComponent") // made once and never handed out
  private record Learnt(double[] least, double[] most, double[][] weights) {

    static Learnt of(StageWeights stage) {
      return new Learnt(
          array(stage.least()),
          array(stage.most()),
          new double[][] {
            array(stage.p10()), array(stage.p50()), array(stage.p80()), array(stage.p90())
          });
    }

    private static double[] array(List<Double> numbers) {
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    DeliveryMinutes quantiles(double[] inputs) {
      double[] left = new double[weights.length];
      for (int rank = 0; rank < left.length; rank++) {
        double logarithm = weights[rank][0];
        for (int input = 0; input < inputs.length; input++) {
          double known = Math.min(Math.max(inputs[input], least[input]), most[input]);
          logarithm += weights[rank][input + 1] * known;
        }
        left[rank] = Math.exp(logarithm);
      }
      return DeliveryMinutes.ofLeft(left);
    }
  }
}
