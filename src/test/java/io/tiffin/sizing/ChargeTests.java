package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.sizing.CapacityCharge.Band;
import io.tiffin.sizing.NodeCharge.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Charges against calculations by hand. */
class ChargeTests {

  private static final double GIB = 1L << 30;
  private static final Terms TERMS = new Terms(730, 0.75);
  private static final Throughput PLENTY = new Throughput(1e6, 1e6, 1e6);

  private static final CapacityCharge CAPACITY =
      new CapacityCharge(1, 300, PLENTY, List.of(new Band(1, 0.064), new Band(11, 0.046)));

  @Test
  void capacityIsBoughtByTheGib() {
    assertThat(cost(CAPACITY, gib(3.2))).isCloseTo(4 * 0.064 * 730, within(1e-9));
    assertThat(cost(CAPACITY, gib(20))).isCloseTo(20 * 0.046 * 730, within(1e-9));
  }

  @Test
  void aLargerSizeIsBoughtWhereItIsCheaper() {
    double ownBand = 10 * 0.064 * 730;

    assertThat(cost(CAPACITY, gib(10)))
        .isCloseTo(11 * 0.046 * 730, within(1e-9))
        .isLessThan(ownBand);
  }

  @Test
  void capacityEndsAtTheLargestInstanceAndAtItsOneCore() {
    assertThat(CAPACITY.bill(gib(301), TERMS))
        .isEqualTo(new Bill.Refused("needs 301 GiB of memory, one instance has 300 at most"));
    assertThat(CAPACITY.bill(new Load(GIB, 100, 800_000, 0, 0), TERMS))
        .isEqualTo(
            new Bill.Refused(
                "would keep one instance 80 % busy, and it is asked for 75 % at most"));
  }

  @Test
  void nodesAreBoughtForWorkOrSpaceWhicheverIsMore() {
    NodeCharge charge = nodes(Spread.SPLIT, 1, 0.17, type("node", 0.65, 100, 17_000, 14_000));

    // 17,000 / 17,000 + 7,000 / 14,000 = 1.5 nodes, at 75 % 2
    assertThat(cost(charge, new Load(10 * GIB, 100, 17_000, 0, 7_000)))
        .isCloseTo(2 * 0.65 * 730 + 10 * 0.17, within(1e-9));
    assertThat(cost(charge, gib(210))).isCloseTo(3 * 0.65 * 730 + 210 * 0.17, within(1e-9));
  }

  @Test
  void copiesAreBoughtForEveryNode() {
    NodeCharge charge = nodes(Spread.SPLIT, 2, 0, type("node", 0.2, 10, 1e5, 1e5));

    assertThat(charge.bill(gib(25), TERMS))
        .isInstanceOfSatisfying(
            Bill.Priced.class,
            bill -> {
              assertThat(bill.units()).isEqualTo(6);
              assertThat(bill.monthlyCost()).isCloseTo(6 * 0.2 * 730, within(1e-9));
            });
  }

  @Test
  void mirroredRowsMustFitIntoEachNode() {
    NodeCharge charge =
        nodes(
            Spread.MIRRORED,
            1,
            0,
            type("small", 0.1, 16, 75_000, 3_000),
            type("large", 0.3, 32, 150_000, 6_000));

    assertThat(cost(charge, gib(10))).isCloseTo(0.1 * 730, within(1e-9));
    assertThat(cost(charge, gib(20))).isCloseTo(0.3 * 730, within(1e-9));
    assertThat(charge.bill(gib(40), TERMS))
        .isEqualTo(new Bill.Refused("40 GiB must fit into each node, and large has room for 32"));
  }

  @Test
  void oneMirroredNodeTakesAllWrites() {
    NodeCharge charge = nodes(Spread.MIRRORED, 1, 0, type("small", 0.1, 16, 75_000, 3_000));

    assertThat(charge.bill(new Load(GIB, 100, 0, 0, 2_251), TERMS))
        .isEqualTo(new Bill.Refused("one node takes all writes, and small is too small for them"));
  }

  @Test
  void requestsArePaidByTheUnitsOfTheirRows() {
    RequestUnits units = new RequestUnits(4_096, 1_024, 0.5);
    RequestCharge charge = new RequestCharge(units, 0.125e-6, 0.625e-6, 0.25);

    // 5,000 bytes: 2 units of 4 KB at half price to read, 5 of 1 KB to write; 2,628,000 s a month
    assertThat(cost(charge, new Load(10 * GIB, 5_000, 100, 0, 10)))
        .isCloseTo(
            2_628_000 * (100 * 2 * 0.5 * 0.125e-6 + 10 * 5 * 0.625e-6) + 10 * 0.25, within(1e-9));
  }

  @Test
  void provisionedUnitsAreBoughtWithRoomForPeaks() {
    RequestUnits units = new RequestUnits(4_096, 1_024, 0.5);
    ProvisionedCharge charge = new ProvisionedCharge(units, 0.00013, 0.00065, 0.25);

    // 100 × 0.5 / 0.75 = 67 units to read, 10 / 0.75 = 14 to write
    assertThat(cost(charge, new Load(10 * GIB, 1_000, 100, 0, 10)))
        .isCloseTo((67 * 0.00013 + 14 * 0.00065) * 730 + 10 * 0.25, within(1e-9));
  }

  @Test
  void theDiskHasRoomForCompaction() {
    assertThat(cost(new DiskCharge(2, 0.17), gib(2.2))).isCloseTo(5 * 0.17, within(1e-9));
  }

  private static Load gib(double gib) {
    return new Load(gib * GIB, 100, 1, 0, 1);
  }

  private static NodeCharge.Type type(
      String name, double price, double gib, double reads, double writes) {
    return new NodeCharge.Type(name, price, gib, new Throughput(reads, reads / 10, writes));
  }

  private static NodeCharge nodes(
      Spread spread, int copies, double stored, NodeCharge.Type... types) {
    return new NodeCharge(spread, copies, 1, 100, 1, stored, List.of(types));
  }

  private static double cost(Charge charge, Load load) {
    return ((Bill.Priced) charge.bill(load, TERMS)).monthlyCost();
  }
}
