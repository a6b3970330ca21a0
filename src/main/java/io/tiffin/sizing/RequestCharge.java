package io.tiffin.sizing;

/**
 * Requests, paid one by one, and the storage.
 *
 * @param perReadUnit price of one unit
 * @param perWriteUnit price of one unit
 */
record RequestCharge(
    RequestUnits units, double perReadUnit, double perWriteUnit, double storedPerGibMonth)
    implements Charge {

  private static final double MILLION = 1e6;

  @Override
  public Bill bill(Load load, Terms terms) {
    double reads = units.readUnitsPerSecond(load) * terms.secondsPerMonth();
    double writes = units.writeUnitsPerSecond(load) * terms.secondsPerMonth();
    double cost =
        reads * perReadUnit + writes * perWriteUnit + load.storedGib() * storedPerGibMonth;
    String why =
        "%s million reads × %s + %s million writes × %s + %s GiB × %s"
            .formatted(
                Amount.text(reads / MILLION),
                Amount.price(perReadUnit * MILLION),
                Amount.text(writes / MILLION),
                Amount.price(perWriteUnit * MILLION),
                Amount.text(load.storedGib()),
                Amount.price(storedPerGibMonth));
    return new Bill.Priced(
        Amount.units((reads + writes) / MILLION, 0), "million request units", cost, why);
  }
}
