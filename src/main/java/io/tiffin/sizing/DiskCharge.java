package io.tiffin.sizing;

/**
 * A disk of a machine that is there anyway.
 *
 * @param spaceFactor bytes on disk per byte of rows
 */
record DiskCharge(double spaceFactor, double perGibMonth) implements Charge {

  @Override
  public Bill bill(Load load, Terms terms) {
    long gib = Amount.units(load.storedGib() * spaceFactor, 1);
    return new Bill.Priced(
        gib,
        "GiB of disk",
        gib * perGibMonth,
        "%s GiB of rows × %s → %d GiB × %s"
            .formatted(
                Amount.text(load.storedGib()),
                Amount.text(spaceFactor),
                gib,
                Amount.price(perGibMonth)));
  }
}
