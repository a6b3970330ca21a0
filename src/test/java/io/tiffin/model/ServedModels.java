package io.tiffin.model;

import java.util.Optional;
import java.util.Set;

/** What serves, for tests that need a model served without a bundle. */
public final class ServedModels {

  private ServedModels() {}

  /** One that serves {@code model} under its name, to the end. */
  public static Fixed serving(Model model) {
    return new Fixed(new LoadedVersion(model));
  }

  /** A version that serves. */
  public record Fixed(LoadedVersion version) implements ServingModels, ServedStatus {

    @Override
    public ServingVersions serving() {
      return ServingVersions.of(version.manifest().name(), version);
    }

    @Override
    public Optional<ServingVersions> serving(String name) {
      return Optional.of(serving()).filter(versions -> versions.name().equals(name));
    }

    @Override
    public Set<String> names() {
      return Set.of(version.manifest().name());
    }

    @Override
    public Status status() {
      return new Status.Serving(version);
    }

    @Override
    public void awaitLoaded() {
      // it is
    }
  }
}
