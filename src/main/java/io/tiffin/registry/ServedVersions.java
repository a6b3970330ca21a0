package io.tiffin.registry;

import io.tiffin.model.LoadedVersion;
import io.tiffin.model.ServingModels;
import io.tiffin.model.ServingVersions;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What serves: replaced as a whole by one write. One thread publishes. */
final class ServedVersions implements ServingModels {

  private final String usual;
  private final RegistryMeters meters;
  private volatile Snapshot now;

  /**
   * @param usual the model that answers whoever asks for none by name
   */
  ServedVersions(String usual, RegistryMeters meters) {
    this.usual = usual;
    this.meters = meters;
    now = Snapshot.of(usual, Map.of(usual, ServingVersions.none(usual)));
  }

  private record Snapshot(ServingVersions usual, Map<String, ServingVersions> byName) {

    static Snapshot of(String usual, Map<String, ServingVersions> byName) {
      return new Snapshot(
          byName.getOrDefault(usual, ServingVersions.none(usual)),
          Collections.unmodifiableMap(new TreeMap<>(byName)));
    }
  }

  @Override
  public ServingVersions serving() {
    return now.usual();
  }

  @Override
  public Optional<ServingVersions> serving(String name) {
    return Optional.ofNullable(now.byName().get(name));
  }

  @Override
  public Set<String> names() {
    return now.byName().keySet();
  }

  /** From now on requests that begin take these. A model of which nothing serves is not named. */
  void publish(ServingVersions versions) {
    Snapshot before = now;
    Map<String, ServingVersions> byName = new TreeMap<>(before.byName());
    if (versions.stable() == null && !versions.name().equals(usual)) {
      byName.remove(versions.name());
    } else {
      byName.put(versions.name(), versions);
    }
    now = Snapshot.of(usual, byName);
    meters.serving(versions);
    ServingVersions old = before.byName().get(versions.name());
    if (old != null && old.stable() != null && !same(old.stable(), versions.stable())) {
      meters.swapped(versions.name());
    }
  }

  @SuppressWarnings("ReferenceEquality") // a version that was loaded anew is another one
  static boolean same(@Nullable LoadedVersion one, @Nullable LoadedVersion other) {
    return one == other;
  }

  /** All versions that a request may still take. */
  Set<LoadedVersion> all() {
    Set<LoadedVersion> all = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ServingVersions versions : now.byName().values()) {
      for (LoadedVersion version :
          new LoadedVersion[] {
            versions.stable(), versions.canary(), versions.shadow(), versions.previous()
          }) {
        if (version != null) {
          all.add(version);
        }
      }
    }
    return all;
  }

  /** Nothing serves any more. */
  void clear() {
    for (String name : new HashSet<>(now.byName().keySet())) {
      publish(ServingVersions.none(name));
    }
  }
}
