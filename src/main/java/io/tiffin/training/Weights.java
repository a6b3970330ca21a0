package io.tiffin.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a network has learnt: arrays by name, in the order in which they were put. */
final class Weights {

  private final Map<String, Weight> byName = new LinkedHashMap<>();

  /**
   * A learnt array.
   *
   * @param shape its dimensions
   * @param values row-major; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by content nowhere
  record Weight(long[] shape, float[] values) {}

  void put(String name, long[] shape, float[] values) {
    byName.put(name, new Weight(shape, values));
  }

  Weight get(String name) {
    Weight weight = byName.get(name);
    if (weight == null) {
      throw new IllegalArgumentException("there is no weight named " + name);
    }
    return weight;
  }

  Set<String> names() {
    return byName.keySet();
  }
}
