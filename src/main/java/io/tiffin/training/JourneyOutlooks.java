package io.tiffin.training;

import io.tiffin.estimate.DeliveryLegs;
import io.tiffin.estimate.DeliveryMinutes;
import io.tiffin.estimate.Outlook;
import io.tiffin.training.Journeys.Labelled;
import io.tiffin.training.Trainer.Taught;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a network expects of orders on their way, as the service would have it from a bundle. */
final class JourneyOutlooks {

  private JourneyOutlooks() {}

  /** One outlook for each, in order. */
  static List<Outlook> of(List<Labelled> journeys, Taught taught) {
    if (journeys.isEmpty()) {
      return List.of();
    }
    TrainingRows rows = rows(journeys, taught.design());
    try (FrozenNetwork network = taught.freeze()) {
      float[] minutes = network.fetch(rows, network.answer().minutes());
      float[] legs = network.fetch(rows, Objects.requireNonNull(network.answer().legs()));
      List<Outlook> outlooks = new ArrayList<>(journeys.size());
      for (int row = 0; row < journeys.size(); row++) {
        DeliveryMinutes whole = minutes(minutes, row * NetworkGraph.RANKS.size());
        DeliveryLegs parts = legs(legs, row * TrainingRows.LEGS, whole.p50());
        outlooks.add(journeys.get(row).snapshot().outlook(whole, parts));
      }
      return outlooks;
    }
  }

  private static DeliveryMinutes minutes(float[] told, int at) {
    return DeliveryMinutes.ofQuantiles(
        new double[] {told[at], told[at + 1], told[at + 2], told[at + 3]});
  }

  private static DeliveryLegs legs(float[] told, int at, double p50) {
    return DeliveryLegs.within(p50, told[at], told[at + 1], told[at + 2]);
  }

  private static TrainingRows rows(List<Labelled> journeys, NetworkDesign design) {
    TrainingRows rows = new TrainingRows(design, journeys.size());
    for (int row = 0; row < journeys.size(); row++) {
      ColumnReader.Columns columns = journeys.get(row).snapshot().columns();
      for (int column = 0; column < columns.numbers().length; column++) {
        rows.number(row, column, columns.numbers()[column]);
      }
      for (int column = 0; column < columns.buckets().length; column++) {
        rows.category(row, column, columns.buckets()[column]);
      }
    }
    return rows;
  }
}
