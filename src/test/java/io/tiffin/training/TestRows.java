package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.djl.TensorFlowLibrary;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Orders of a made-up kitchen whose duration follows its queue, the distance and who cooks. */
final class TestRows {

  static final int NAIVE = 0;
  static final int QUEUE = 1;
  static final int DISTANCE = 2;

  /** Two numbers of one group, one of another; a category of its own. */
  static final NetworkDesign DESIGN =
      new NetworkDesign(
          List.of(
              number("naive_s", Scale.LOGARITHMIC, "kitchen"),
              number("queue", Scale.LINEAR, "kitchen"),
              number("distance", Scale.LINEAR, "way")),
          List.of(new CategoryColumn(new FeatureName("test", "cook"), 16, 2, false, "cook")),
          List.of(
              new WideTerm.Numbers(),
              new WideTerm.Flags(),
              new WideTerm.Cross(new WideTerm.OneOf(0), new WideTerm.Bins(DISTANCE, 0, 10, 3)),
              new WideTerm.Knots(QUEUE, List.of(2.0, 5.0))),
          new Baseline.Estimate(NAIVE, 60),
          true);

  private TestRows() {}

  static void loadTensorFlow() throws IOException {
    TensorFlowLibrary.load(Path.of(System.getProperty("tiffin.model.native-directory")));
  }

  static TrainingRows of(int size, long seed) {
    Random random = new Random(seed);
    TrainingRows rows = new TrainingRows(DESIGN, size);
    for (int row = 0; row < size; row++) {
      int queue = random.nextInt(10);
      double distance = random.nextDouble(10);
      int cook = 1 + random.nextInt(8);
      double preparation = 6 + 1.5 * queue + (cook % 3) * 2;
      double travel = 3 + 1.2 * distance;
      double noise = Math.exp(0.1 * random.nextGaussian());
      rows.number(row, NAIVE, 60 * (10 + queue + distance));
      rows.number(row, QUEUE, queue);
      rows.number(row, DISTANCE, distance);
      rows.category(row, 0, cook);
      rows.minutes(row, (preparation + travel) * noise);
      rows.legs(row, 0.8 * preparation * noise, 0.2 * preparation * noise, travel * noise);
    }
    return rows;
  }

  static TrainerSettings settings(long seed) {
    return TrainerSettings.withSeed(seed).withEpochs(4, 64);
  }

  static Trainer.Taught taught(TrainerSettings settings) {
    return new Trainer(DESIGN, settings, Progress.SILENT).teach(of(1_500, 1), of(400, 2));
  }

  private static NumberColumn number(String name, Scale scale, String group) {
    return new NumberColumn(new FeatureName("test", name), scale, true, group);
  }
}
