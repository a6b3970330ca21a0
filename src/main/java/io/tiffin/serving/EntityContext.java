package io.tiffin.serving;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.ValueState;
import org.jspecify.annotations.Nullable;

/** What keys the rows of a plan are found by. Used by one thread. */
interface EntityContext {

  /** The key of the entity of this type; null if it is not known. */
  @Nullable String entity(EntityType type);

  /**
   * The key that the entity of this type will probably have once the profile is read; null where
   * nothing is known. It is never served by: see {@link ProfileGuesses}.
   */
  default @Nullable String likelyEntity(EntityType type) {
    return null;
  }

  /** Why a key is not known: a dead store must not look like a fact about the restaurant. */
  ValueState unknownEntityState(EntityType type);

  /**
   * Learns from what the vector holds of the restaurant's profile; keys that hang on the profile
   * are known afterwards.
   */
  void readProfile(FeatureVector vector, Cities cities);
}
