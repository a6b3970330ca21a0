package io.tiffin.sizing;

/**
 * How requests are counted by the size of a row.
 *
 * @param readUnitBytes that one unit of reading covers; 0 if any row is one unit
 * @param writeUnitBytes that one unit of writing covers; 0 if any row is one unit
 * @param unitsPerRead that a read of one unit's bytes takes; 0.5 for eventually consistent ones
 */
record RequestUnits(long readUnitBytes, long writeUnitBytes, double unitsPerRead) {

  double readUnitsPerSecond(Load load) {
    return load.readsPerSecond() * unitsPerRead * units(load.rowBytes(), readUnitBytes);
  }

  double writeUnitsPerSecond(Load load) {
    return load.writesPerSecond() * units(load.rowBytes(), writeUnitBytes);
  }

  private static long units(long bytes, long unitBytes) {
    return unitBytes == 0 ? 1 : Math.max(1, Math.ceilDiv(bytes, unitBytes));
  }
}
