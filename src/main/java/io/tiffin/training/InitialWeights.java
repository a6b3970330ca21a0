package io.tiffin.training;

import java.util.Arrays;
import java.util.Random;

/** What a network's deep part starts from. */
final class InitialWeights {

  /** Deviation of a fresh embedding: small, so that an unseen bucket says next to nothing. */
  private static final double EMBEDDING_DEVIATION = 0.05;

  private final Weights weights = new Weights();
  private final Random random;

  private InitialWeights(long seed) {
    random = new Random(seed);
  }

  /**
   * Hidden layers after He et al. (2015); the heads start at zero slope, so that training begins
   * exactly at the wide part's answer.
   *
   * @param wide the wide part, kernel and bias
   * @param quantileBias where the four heads start
   */
  static Weights of(NetworkDesign design, Weights wide, float[] quantileBias, long seed) {
    InitialWeights initial = new InitialWeights(seed);
    wide.names().forEach(name -> initial.copy(wide, name));
    int deepWidth = design.numbers().size() + design.flagged().length;
    for (int category = 0; category < design.categories().size(); category++) {
      CategoryColumn column = design.categories().get(category);
      initial.normal(
          NetworkGraph.embedding(category),
          column.buckets(),
          column.dimensions(),
          EMBEDDING_DEVIATION);
      deepWidth += column.dimensions();
    }
    initial.dense("dense_1", deepWidth, design.hidden().first());
    initial.dense("dense_2", design.hidden().first(), design.hidden().second());
    int last = design.hidden().second();
    initial.head("quantiles", last, quantileBias);
    if (design.tellsLegs()) {
      initial.head(NetworkGraph.LEGS, last, new float[TrainingRows.LEGS]);
    }
    return initial.weights;
  }

  /** Whether learning changes a weight: all but those of the wide part, which are solved for. */
  static boolean isLearnt(String name) {
    return !name.startsWith("wide/");
  }

  private void copy(Weights from, String name) {
    weights.put(name, from.get(name).shape(), from.get(name).values());
  }

  private void dense(String name, int inputs, int outputs) {
    normal(name + "/kernel", inputs, outputs, Math.sqrt(2.0 / inputs));
    weights.put(name + "/bias", new long[] {outputs}, new float[outputs]);
  }

  private void head(String name, int inputs, float[] bias) {
    weights.put(
        name + "/kernel", new long[] {inputs, bias.length}, new float[inputs * bias.length]);
    weights.put(name + "/bias", new long[] {bias.length}, Arrays.copyOf(bias, bias.length));
  }

  private void normal(String name, int rows, int columns, double deviation) {
    float[] values = new float[rows * columns];
    for (int index = 0; index < values.length; index++) {
      values[index] = (float) (random.nextGaussian() * deviation);
    }
    weights.put(name, new long[] {rows, columns}, values);
  }
}
