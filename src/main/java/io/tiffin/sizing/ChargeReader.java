package io.tiffin.sizing;

import io.tiffin.sizing.CapacityCharge.Band;
import io.tiffin.sizing.NodeCharge.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads how one store is paid for. */
final class ChargeReader {

  private static final Set<String> KINDS =
      Set.of("capacity", "nodes", "requests", "provisioned", "disk");

  private static final Set<String> CAPACITY =
      Set.of(
          "by",
          "usable-share",
          "most-gib",
          "reads-per-second",
          "misses-per-second",
          "writes-per-second",
          "bands");

  private static final Set<String> NODES =
      Set.of(
          "by",
          "rows",
          "copies",
          "least-nodes",
          "most-nodes",
          "usable-share",
          "stored-per-gib-month",
          "types");

  private static final Set<String> TYPE =
      Set.of(
          "type",
          "per-node-hour",
          "gib",
          "reads-per-second",
          "misses-per-second",
          "writes-per-second");

  private static final Set<String> REQUESTS =
      Set.of(
          "by",
          "read-unit-bytes",
          "write-unit-bytes",
          "units-per-read",
          "reads",
          "writes",
          "stored-per-gib-month");

  private static final Set<String> PROVISIONED =
      Set.of(
          "by",
          "read-unit-bytes",
          "write-unit-bytes",
          "units-per-read",
          "per-read-unit-hour",
          "per-write-unit-hour",
          "stored-per-gib-month");

  private static final Set<String> DISK = Set.of("by", "space-factor", "per-gib-month");

  private ChargeReader() {}

  static Charge read(PriceNode charge) {
    String kind = charge.get("by").oneOf(KINDS);
    return switch (kind) {
      case "capacity" -> capacity(charge.only(CAPACITY));
      case "nodes" -> nodes(charge.only(NODES));
      case "requests" -> requests(charge.only(REQUESTS));
      case "provisioned" -> provisioned(charge.only(PROVISIONED));
      default -> disk(charge.only(DISK));
    };
  }

  private static Charge capacity(PriceNode charge) {
    List<Band> bands = new ArrayList<>();
    for (PriceNode node : charge.get("bands").list()) {
      node.only(Set.of("from-gib", "per-gib-hour"));
      long from = node.get("from-gib").whole(1);
      if (!bands.isEmpty() && from <= bands.getLast().fromGib()) {
        throw node.get("from-gib").refuse("must be above that of the band before");
      }
      bands.add(new Band(from, node.get("per-gib-hour").amount()));
    }
    PriceNode most = charge.get("most-gib");
    if (most.whole(1) < bands.getLast().fromGib()) {
      throw most.refuse("must not be below the last band's from-gib");
    }
    return new CapacityCharge(
        charge.get("usable-share").share(), most.whole(1), throughput(charge), bands);
  }

  private static Charge nodes(PriceNode charge) {
    List<NodeCharge.Type> types = new ArrayList<>();
    for (PriceNode node : charge.get("types").list()) {
      node.only(TYPE);
      types.add(
          new NodeCharge.Type(
              node.get("type").text(),
              node.get("per-node-hour").amount(),
              node.get("gib").positive(),
              throughput(node)));
    }
    long least = charge.get("least-nodes").whole(1);
    PriceNode most = charge.get("most-nodes");
    if (most.whole(1) < least) {
      throw most.refuse("must not be below least-nodes");
    }
    String rows = charge.get("rows").oneOf(Set.of("split", "mirrored"));
    return new NodeCharge(
        Spread.valueOf(rows.toUpperCase(Locale.ROOT)),
        (int) Math.min(charge.get("copies").whole(1), 1_000),
        least,
        most.whole(1),
        charge.get("usable-share").share(),
        charge.find("stored-per-gib-month") == null
            ? 0
            : charge.get("stored-per-gib-month").amount(),
        types);
  }

  private static Charge requests(PriceNode charge) {
    return new RequestCharge(
        units(charge),
        perUnit(charge.get("reads")),
        perUnit(charge.get("writes")),
        charge.get("stored-per-gib-month").amount());
  }

  private static Charge provisioned(PriceNode charge) {
    return new ProvisionedCharge(
        units(charge),
        charge.get("per-read-unit-hour").amount(),
        charge.get("per-write-unit-hour").amount(),
        charge.get("stored-per-gib-month").amount());
  }

  private static Charge disk(PriceNode charge) {
    return new DiskCharge(
        charge.get("space-factor").positive(), charge.get("per-gib-month").amount());
  }

  private static RequestUnits units(PriceNode charge) {
    return new RequestUnits(
        charge.get("read-unit-bytes").whole(0),
        charge.get("write-unit-bytes").whole(0),
        charge.get("units-per-read").positive());
  }

  private static double perUnit(PriceNode price) {
    price.only(Set.of("price", "per"));
    return price.get("price").amount() / price.get("per").positive();
  }

  private static Throughput throughput(PriceNode node) {
    return new Throughput(
        node.get("reads-per-second").positive(),
        node.get("misses-per-second").positive(),
        node.get("writes-per-second").positive());
  }
}
