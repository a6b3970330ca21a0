package io.tiffin.serving;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ValueState;
import io.tiffin.store.Outcome;

/** How one view's row becomes values of a vector. */
sealed interface ViewRead permits LoadedViewRead, EventViewRead {

  FeatureView view();

  /** Positions in the plan of the features read from this view. */
  int[] positions();

  /**
   * Writes what the row tells, or why it tells nothing, to every position that the caller has not
   * given.
   */
  void read(Outcome outcome, Instants instants, FeatureVector vector);

  /** Whether the entity's key is known only once the restaurant's profile is. */
  default boolean needsProfile() {
    return switch (view().entity()) {
      case RESTAURANT, DROPOFF_ZONE, DROPOFF_AREA -> false;
      case RESTAURANT_HOUR, COURIER_ZONE, CITY -> true;
      case REQUEST -> throw new IllegalStateException(view().name() + " is never stored");
    };
  }

  /** Marks every position that the caller has not given as missing for this reason. */
  default void missing(ValueState state, FeatureVector vector) {
    for (int position : positions()) {
      if (!vector.isSettled(position)) {
        vector.setMissing(position, state);
      }
    }
  }

  /** Why a row that was not found tells nothing. */
  static ValueState reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found ignored -> ValueState.PRESENT;
      case Outcome.Absent ignored -> ValueState.NOT_FOUND;
      case Outcome.Failed failed ->
          switch (failed.reason()) {
            case TIMED_OUT -> ValueState.TIMED_OUT;
            case ERROR -> ValueState.ERROR;
          };
    };
  }

  /** Whether this is a view of one entity type. */
  default boolean isOf(EntityType entity) {
    return view().entity() == entity;
  }
}
