package io.tiffin.gate;

import io.tiffin.evaluation.Evaluation;
import io.tiffin.evaluation.Scored;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * What the metrics would have been with other orders: the paired bootstrap. Orders are drawn from
 * the set with replacement, the same for both versions, so that what makes an order hard for both
 * is no difference between them (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993;
 * Koehn, "Statistical Significance Tests for Machine Translation Evaluation", 2004).
 */
final class Resamples {

  /** Chosen: the spread of 400 is known to 4 %. */
  private static final int DRAWS = 400;

  /** Always the same draws: the same version gets the same verdict. */
  private static final long SEED = 1;

  /** Of a normal distribution 95 % lie below: one in twenty at the very limit is refused for it. */
  private static final double SCORE = 1.645;

  private final List<Evaluation> candidates = new ArrayList<>(DRAWS);
  private final List<Evaluation> servings = new ArrayList<>(DRAWS);

  /**
   * Draws; both lists tell of the same orders.
   *
   * @param serving the candidate's own again if there is nothing to compare it with
   */
  Resamples(List<Scored> candidate, List<Scored> serving) {
    SplittableRandom random = new SplittableRandom(SEED);
    int size = candidate.size();
    for (int draw = 0; draw < DRAWS; draw++) {
      List<Scored> drawn = new ArrayList<>(size);
      List<Scored> drawnToo = new ArrayList<>(size);
      for (int row = 0; row < size; row++) {
        int chosen = random.nextInt(size);
        drawn.add(candidate.get(chosen));
        drawnToo.add(serving.get(chosen));
      }
      candidates.add(Evaluation.of(drawn));
      servings.add(Evaluation.of(drawnToo));
    }
  }

  /**
   * By how much a number may miss its limit for the noise of the set alone.
   *
   * @param number of the candidate's and the serving version's evaluation; NaN where undefined
   */
  double allowance(ToDoubleBiFunction<Evaluation, Evaluation> number) {
    int count = 0;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double value = number.applyAsDouble(candidates.get(draw), servings.get(draw));
      if (Double.isFinite(value)) {
        count++;
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / Math.max(count, 1);
    double variance = Math.max(0, squares / Math.max(count, 1) - mean * mean);
    return SCORE * Math.sqrt(variance);
  }
}
