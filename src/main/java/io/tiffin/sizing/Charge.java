package io.tiffin.sizing;

/**
 * How a store is paid for, and with it how much of it a load takes. A larger load never costs less:
 * where a larger unit is cheaper than a smaller one, the larger one is bought.
 */
sealed interface Charge
    permits CapacityCharge, NodeCharge, RequestCharge, ProvisionedCharge, DiskCharge {

  /**
   * The cheapest way to carry a load.
   *
   * @return its price, or a refusal if nothing that is sold carries it
   */
  Bill bill(Load load, Terms terms);
}
