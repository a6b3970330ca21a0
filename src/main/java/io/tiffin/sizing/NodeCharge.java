package io.tiffin.sizing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, paid by the hour, and the storage behind them where that is extra.
 *
 * @param spread how rows lie on nodes
 * @param copies nodes that are bought for each one that works, itself included
 * @param leastNodes that work
 * @param mostNodes that work
 * @param usableShare of a node's space that rows may take
 * @param storedPerGibMonth price of storage; 0 where the node's memory is it
 * @param types that can be bought
 */
record NodeCharge(
    Spread spread,
    int copies,
    long leastNodes,
    long mostNodes,
    double usableShare,
    double storedPerGibMonth,
    List<Type> types)
    implements Charge {

  NodeCharge {
    types = List.copyOf(types);
  }

  /** How rows lie on nodes. */
  enum Spread {
    /** Each node holds its part of them. */
    SPLIT,
    /** Each node holds all of them and answers for them; one takes the writes. */
    MIRRORED
  }

  /**
   * A type of node.
   *
   * @param gib its space
   */
  record Type(String name, double perNodeHour, double gib, Throughput throughput) {}

  @Override
  public Bill bill(Load load, Terms terms) {
    Bill.@Nullable Priced cheapest = null;
    String reason = "no type of node is sold";
    for (Type type : types) {
      switch (bill(type, load, terms)) {
        case Bill.Priced priced -> {
          if (cheapest == null || priced.monthlyCost() < cheapest.monthlyCost()) {
            cheapest = priced;
          }
        }
        case Bill.Refused refused -> reason = refused.reason();
      }
    }
    return cheapest == null ? new Bill.Refused(reason) : cheapest;
  }

  private Bill bill(Type type, Load load, Terms terms) {
    double busy = type.throughput().unitsBusy(load);
    double full = load.storedGib() / (type.gib() * usableShare);
    if (spread == Spread.MIRRORED) {
      if (full > 1) {
        return new Bill.Refused(
            "%s GiB must fit into each node, and %s has room for %s"
                .formatted(
                    Amount.text(load.storedGib()),
                    type.name(),
                    Amount.text(type.gib() * usableShare)));
      }
      if (load.writesPerSecond() > type.throughput().writesPerSecond() * terms.useAtMost()) {
        return new Bill.Refused(
            "one node takes all writes, and %s is too small for them".formatted(type.name()));
      }
      full = 0;
    }
    double needed = Math.max(busy / terms.useAtMost(), full);
    if (needed > mostNodes) {
      return new Bill.Refused(
          "needs %s nodes of %s, %d are the most"
              .formatted(Amount.text(Math.ceil(needed)), type.name(), mostNodes));
    }
    long nodes = Amount.units(needed, leastNodes) * copies;
    double cost =
        nodes * type.perNodeHour() * terms.hoursPerMonth() + load.storedGib() * storedPerGibMonth;
    return new Bill.Priced(nodes, type.name(), cost, why(type, load, busy, nodes, terms));
  }

  private String why(Type type, Load load, double busy, long nodes, Terms terms) {
    StringBuilder why =
        new StringBuilder(
            "work of %s nodes ÷ %s, %s GiB ÷ %s, %d at least"
                .formatted(
                    Amount.text(busy),
                    Amount.text(terms.useAtMost()),
                    Amount.text(load.storedGib()),
                    Amount.text(type.gib() * usableShare),
                    leastNodes));
    if (copies > 1) {
      why.append(", times %d copies".formatted(copies));
    }
    why.append(
        " → %d × %s per hour × %s h"
            .formatted(
                nodes, Amount.price(type.perNodeHour()), Amount.text(terms.hoursPerMonth())));
    if (storedPerGibMonth > 0) {
      why.append(
          " + %s GiB × %s"
              .formatted(Amount.text(load.storedGib()), Amount.price(storedPerGibMonth)));
    }
    return why.toString();
  }
}
