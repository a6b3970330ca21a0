package io.tiffin.sizing;

/** Units of requests per second, paid by the hour whether they are used or not, and the storage. */
record ProvisionedCharge(
    RequestUnits units, double perReadUnitHour, double perWriteUnitHour, double storedPerGibMonth)
    implements Charge {

  @Override
  public Bill bill(Load load, Terms terms) {
    long reads = Amount.units(units.readUnitsPerSecond(load) / terms.useAtMost(), 1);
    long writes = Amount.units(units.writeUnitsPerSecond(load) / terms.useAtMost(), 1);
    double cost =
        (reads * perReadUnitHour + writes * perWriteUnitHour) * terms.hoursPerMonth()
            + load.storedGib() * storedPerGibMonth;
    String why =
        "(%s read units × %s + %s write units × %s per hour) × %s h + %s GiB × %s"
            .formatted(
                Amount.text(reads),
                Amount.price(perReadUnitHour),
                Amount.text(writes),
                Amount.price(perWriteUnitHour),
                Amount.text(terms.hoursPerMonth()),
                Amount.text(load.storedGib()),
                Amount.price(storedPerGibMonth));
    return new Bill.Priced(reads + writes, "capacity units", cost, why);
  }
}
