package io.tiffin.registry;

import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Loads bundles as models that answer their version's number. Thread-safe. */
final class FakeLoader implements ModelLoader {

  final List<NumberModel> loaded = new CopyOnWriteArrayList<>();
  private volatile boolean mute;
  private final Map<String, Throwable> failing = new ConcurrentHashMap<>();

  /** From now on this version does not load. */
  void failing(String version, Throwable why) {
    failing.put(version, why);
  }

  /** From now on models load and then do not answer. */
  void muting() {
    mute = true;
  }

  void healthy(String version) {
    failing.remove(version);
  }

  /** Versions in memory: loaded and not closed. */
  List<String> open() {
    return loaded.stream()
        .filter(model -> !model.isClosed())
        .map(model -> model.manifest().version())
        .sorted()
        .toList();
  }

  NumberModel model(String version) {
    return loaded.stream()
        .filter(model -> model.manifest().version().equals(version))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Override
  public Model load(Bundle bundle) throws BundleRefusedException {
    Throwable why = failing.get(bundle.manifest().version());
    switch (why) {
      case null -> {}
      case BundleRefusedException refused -> throw refused;
      case RuntimeException broken -> throw broken;
      case Error broken -> throw broken;
      default -> throw new IllegalArgumentException(why);
    }
    NumberModel model = new NumberModel(bundle.manifest());
    model.isMute = mute;
    loaded.add(model);
    return model;
  }
}
