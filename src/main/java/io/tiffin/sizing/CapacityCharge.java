package io.tiffin.sizing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a chosen size, paid by the GiB and hour. It grows in memory only.
 *
 * @param usableShare of the memory that rows may take
 * @param mostGib of the largest instance
 * @param throughput of an instance of any size
 * @param bands prices by size, ascending
 */
record CapacityCharge(double usableShare, long mostGib, Throughput throughput, List<Band> bands)
    implements Charge {

  CapacityCharge {
    bands = List.copyOf(bands);
  }

  /**
   * A price by size.
   *
   * @param fromGib the smallest size that has it
   */
  record Band(long fromGib, double perGibHour) {}

  @Override
  public Bill bill(Load load, Terms terms) {
    double neededGib = load.storedGib() / usableShare;
    if (neededGib > mostGib) {
      return new Bill.Refused(
          "needs %s GiB of memory, one instance has %d at most"
              .formatted(Amount.text(neededGib), mostGib));
    }
    double busy = throughput.unitsBusy(load);
    if (busy > terms.useAtMost()) {
      return new Bill.Refused(
          "would keep one instance %s %% busy, and it is asked for %s %% at most"
              .formatted(Amount.text(100 * busy), Amount.text(100 * terms.useAtMost())));
    }
    return cheapest(load, neededGib, terms);
  }

  private Bill cheapest(Load load, double neededGib, Terms terms) {
    Bill.@Nullable Priced cheapest = null;
    for (int at = 0; at < bands.size(); at++) {
      Band band = bands.get(at);
      long gib = Amount.units(neededGib, band.fromGib());
      long last = at + 1 < bands.size() ? bands.get(at + 1).fromGib() - 1 : mostGib;
      double cost = gib * band.perGibHour() * terms.hoursPerMonth();
      if (gib <= last && (cheapest == null || cost < cheapest.monthlyCost())) {
        cheapest = new Bill.Priced(gib, "GiB", cost, why(load, gib, band, terms));
      }
    }
    return cheapest == null ? new Bill.Refused("no size is sold that holds the rows") : cheapest;
  }

  private String why(Load load, long gib, Band band, Terms terms) {
    return "%s GiB of rows ÷ %s usable → %d GiB × %s per GiB and hour × %s h"
        .formatted(
            Amount.text(load.storedGib()),
            Amount.text(usableShare),
            gib,
            Amount.price(band.perGibHour()),
            Amount.text(terms.hoursPerMonth()));
  }
}
