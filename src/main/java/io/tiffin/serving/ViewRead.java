package io.tiffin.serving;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ValueState;
import io.tiffin.store.Outcome;
import java.util.List;

/** How one view's row becomes values of a vector. Immutable and thread-safe. */
abstract sealed class ViewRead permits LoadedViewRead, EventViewRead {

  private final FeatureView view;
  private final int[] positions;
  private final long[] maxAgeMicros;

  /**
   * @param features those read from the view
   * @param positions their positions in the plan
   */
  ViewRead(FeatureView view, List<Feature> features, int[] positions) {
    this.view = view;
    this.positions = positions;
    maxAgeMicros = features.stream().mapToLong(it -> Instants.micros(it.maxAge())).toArray();
  }

  final FeatureView view() {
    return view;
  }

  /** How many features are read. */
  final int size() {
    return positions.length;
  }

  /** The position in the plan of a feature that is read. */
  final int position(int index) {
    return positions[index];
  }

  final long maxAgeMicros(int index) {
    return maxAgeMicros[index];
  }

  /**
   * Writes what the row tells, or why it tells nothing, to every position that the caller has not
   * given.
   */
  abstract void read(Outcome outcome, Instants instants, FeatureVector vector);

  /** Whether the entity's key is known only once the restaurant's profile is. */
  final boolean needsProfile() {
    return switch (view.entity()) {
      case RESTAURANT, DROPOFF_ZONE, DROPOFF_AREA -> false;
      case RESTAURANT_HOUR, COURIER_ZONE, CITY -> true;
      case REQUEST -> throw new IllegalStateException(view.name() + " is never stored");
    };
  }

  /** Marks every position that the caller has not given as missing for this reason. */
  final void missing(ValueState state, FeatureVector vector) {
    for (int position : positions) {
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
}
