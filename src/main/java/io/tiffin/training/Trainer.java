package io.tiffin.training;

import io.tiffin.evaluation.Accuracy;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Teaches a network by labelled rows. The same rows and the same seed give the same weights, bit
 * for bit, on the same kind of processor, in a process whose first TensorFlow session is the
 * trainer's: with several threads inside an operation, oneDNN does not always sum in one order.
 */
final class Trainer {

  private final NetworkDesign design;
  private final TrainerSettings settings;
  private final Progress progress;

  /**
   * A network that was taught.
   *
   * @param normalisation of its inputs, from the training rows
   * @param weights those of the best pass
   * @param bestEpoch the pass after which the error on the validation rows was least; 0 for what
   *     training began with
   * @param validationError that error, mean absolute minutes
   */
  record Taught(
      NetworkDesign design,
      Normalisation normalisation,
      Weights weights,
      WidePart wide,
      int bestEpoch,
      double validationError) {

    FrozenNetwork freeze() {
      return new FrozenNetwork(design, normalisation, weights);
    }
  }

  Trainer(NetworkDesign design, TrainerSettings settings, Progress progress) {
    this.design = design;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Solves for the wide part, then teaches the deep part, and keeps the weights of the pass after
   * which the error on {@code validation} was least.
   *
   * @param train rows to learn from
   * @param validation rows to choose by; never learnt from
   */
  Taught teach(TrainingRows train, TrainingRows validation) {
    Normalisation normalisation = Normalisation.of(design.numbers(), train);
    FeatureDropout dropout = new FeatureDropout(design, settings.featureDropout());
    try (WideColumns columns = new WideColumns(design, normalisation)) {
      TrainingRows dropped = train.range(0, train.size());
      dropout.apply(dropped, new SplittableRandom(settings.seed()));
      WidePart wide = WidePart.fit(columns, dropped, validation);
      float[] bias = quantileBias(wide.fitted(columns, train), train);
      Weights initial = InitialWeights.of(design, wide.weights(), bias, settings.seed());
      return learn(train, validation, new Start(normalisation, dropout, wide, initial));
    }
  }

  private record Start(
      Normalisation normalisation, FeatureDropout dropout, WidePart wide, Weights initial) {}

  private Taught learn(TrainingRows train, TrainingRows validation, Start start) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    try (LearningSession session =
        new LearningSession(design, start.normalisation(), start.initial(), settings)) {
      Taught best = judged(start, start.initial(), 0, validation);
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        pass(session, train, start.dropout(), random, epoch);
        Taught taught = judged(start, session.weights(), epoch, validation);
        best = taught.validationError() < best.validationError() ? taught : best;
      }
      return best;
    }
  }

  /** One pass over the training rows in random order. */
  private void pass(
      LearningSession session,
      TrainingRows train,
      FeatureDropout dropout,
      SplittableRandom random,
      int epoch) {
    int[] order = shuffled(train.size(), random);
    int batches = Math.max(1, train.size() / settings.batchRows());
    long total = (long) batches * settings.epochs();
    for (int batch = 0; batch < batches; batch++) {
      int from = batch * settings.batchRows();
      int to = Math.min(from + settings.batchRows(), order.length);
      TrainingRows rows = train.select(Arrays.copyOfRange(order, from, to));
      dropout.apply(rows, random);
      long done = (long) (epoch - 1) * batches + batch;
      session.step(rows, (double) done / total);
      progress.advanced("learning", done + 1, total);
    }
  }

  private Taught judged(Start start, Weights weights, int epoch, TrainingRows validation) {
    try (FrozenNetwork network = new FrozenNetwork(design, start.normalisation(), weights)) {
      double error =
          Accuracy.of(network.medians(validation), validation.minutes()).meanAbsoluteError();
      return new Taught(design, start.normalisation(), weights, start.wide(), epoch, error);
    }
  }

  /** Where the heads start: at the quantiles of what the wide part leaves over. */
  private static float[] quantileBias(double[] fitted, TrainingRows rows) {
    double[] left = new double[fitted.length];
    Arrays.setAll(left, row -> Math.log(rows.minutes(row) / fitted[row]));
    Arrays.sort(left);
    double median = ranked(left, 0.5);
    return new float[] {
      inverseSoftplus(median - ranked(left, 0.1)),
      (float) median,
      inverseSoftplus(ranked(left, 0.8) - median),
      inverseSoftplus(ranked(left, 0.9) - ranked(left, 0.8))
    };
  }

  private static double ranked(double[] ascending, double rank) {
    return ascending[(int) (rank * (ascending.length - 1))];
  }

  private static float inverseSoftplus(double gap) {
    return (float) Math.log(Math.expm1(Math.max(gap, 1e-3)));
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int index = 0; index < size; index++) {
      int other = random.nextInt(index + 1);
      order[index] = order[other];
      order[other] = index;
    }
    return order;
  }
}
