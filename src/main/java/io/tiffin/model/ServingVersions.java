package io.tiffin.model;

import org.jspecify.annotations.Nullable;

/**
 * The versions of one model that are in memory, by what they are there for, at one instant.
 * Immutable: a request takes one of these and keeps to it.
 *
 * @param name the model's
 * @param stable what answers; null if none does
 * @param canary what answers {@code canaryPercent} of the orders; null if none does
 * @param canaryPercent 0 to 100
 * @param shadow what is asked beside the one that answers; null if nothing is
 * @param previous what answered before {@code stable}, and does where that fails; null if there is
 *     none, or it is not kept in memory
 */
public record ServingVersions(
    String name,
    @Nullable LoadedVersion stable,
    @Nullable LoadedVersion canary,
    int canaryPercent,
    @Nullable LoadedVersion shadow,
    @Nullable LoadedVersion previous) {

  /** None: the physical baseline answers. */
  public static ServingVersions none(String name) {
    return new ServingVersions(name, null, null, 0, null, null);
  }

  /** One that answers all. */
  public static ServingVersions of(String name, LoadedVersion stable) {
    return new ServingVersions(name, stable, null, 0, null, null);
  }
}
