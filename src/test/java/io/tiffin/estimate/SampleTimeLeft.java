package io.tiffin.estimate;

import io.tiffin.model.Manifest;
import io.tiffin.model.Manifest.StageWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tables of what is left of orders on their way. */
public final class SampleTimeLeft {

  private SampleTimeLeft() {}

  /** At every stage as much as the formula says at the median, half of it at p10, double at p90. */
  public static Manifest.TimeLeft corrected() {
    List<StageWeights> stages = new ArrayList<>();
    for (OrderStage stage : OrderStage.values()) {
      stages.add(
          new StageWeights(
              stage.name(),
              all(-10),
              all(10),
              formulaTimes(0.5),
              formulaTimes(1),
              formulaTimes(1.5),
              formulaTimes(2)));
    }
    return new Manifest.TimeLeft(LeftInputs.NAMES, stages);
  }

  static List<Double> all(double value) {
    return Collections.nCopies(LeftInputs.NAMES.size(), value);
  }

  private static List<Double> formulaTimes(double factor) {
    List<Double> weights = new ArrayList<>(List.of(Math.log(factor), 1.0));
    weights.addAll(Collections.nCopies(LeftInputs.NAMES.size() - 1, 0.0));
    return weights;
  }
}
