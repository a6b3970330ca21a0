package io.tiffin.estimate;

import io.tiffin.model.LoadedVersion;
import io.tiffin.model.Model;
import io.tiffin.model.ServingModels;
import io.tiffin.model.ServingVersions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Models that serve because a test says so. The first one that is told answers whoever asks for
 * none. Thread-safe.
 *
 * <pre>{@code
 * var serving = new FakeServing("eta");
 * serving.serve(FakeServing.canary(loaded(FakeModel.of("eta", "3")), loaded(FakeModel.of("eta", "4")), 5));
 * }</pre>
 */
public final class FakeServing implements ServingModels {

  private final String first;
  private volatile Map<String, ServingVersions> byName;

  public FakeServing(String first) {
    this.first = first;
    byName = Map.of(first, ServingVersions.none(first));
  }

  /** From now on these serve under their name. */
  public synchronized void serve(ServingVersions versions) {
    Map<String, ServingVersions> changed = new TreeMap<>(byName);
    changed.put(versions.name(), versions);
    byName = Map.copyOf(changed);
  }

  @Override
  public ServingVersions serving() {
    return byName.getOrDefault(first, ServingVersions.none(first));
  }

  @Override
  public Optional<ServingVersions> serving(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** A stable and a canary version. */
  public static ServingVersions canary(LoadedVersion stable, LoadedVersion canary, int percent) {
    return new ServingVersions(stable.manifest().name(), stable, canary, percent, null, null);
  }

  /** A stable version and the one before it. */
  public static ServingVersions previous(LoadedVersion stable, LoadedVersion previous) {
    return new ServingVersions(stable.manifest().name(), stable, null, 0, null, previous);
  }

  /** A stable version and one beside it. */
  public static ServingVersions shadow(LoadedVersion stable, LoadedVersion shadow) {
    return new ServingVersions(stable.manifest().name(), stable, null, 0, shadow, null);
  }

  public static LoadedVersion loaded(Model model) {
    return new LoadedVersion(model);
  }
}
