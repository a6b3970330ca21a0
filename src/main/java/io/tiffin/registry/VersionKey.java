package io.tiffin.registry;

/** A version of a model; versions are compared as numbers. */
record VersionKey(String model, long version) implements Comparable<VersionKey> {

  @Override
  public int compareTo(VersionKey other) {
    int byModel = model.compareTo(other.model);
    return byModel == 0 ? Long.compare(version, other.version) : byModel;
  }

  @Override
  public String toString() {
    return model + " " + version;
  }
}
