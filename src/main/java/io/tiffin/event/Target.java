package io.tiffin.event;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.RowKey;
import io.tiffin.window.Contribution;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place that an observation is counted in.
 *
 * @param entity what the view's rows are about
 * @param view name of the view
 * @param accumulator id of the accumulator in that view
 */
record Target(EntityType entity, String view, int accumulator) {

  /**
   * Adds a contribution for the entity's row, if the entity is known and there is something to
   * count.
   */
  void contribute(Measured measured, Entities entities, int weight, List<Contribution> to) {
    String key = entities.key(entity);
    if (key != null && measured.counts()) {
      to.add(
          new Contribution(
              new RowKey(view, key), accumulator, measured.micros(), measured.amount(), weight));
    }
  }

  /** Adds what takes the row, or the two rows, from one measurement to another. */
  void contributeChange(
      Measured before,
      Entities entitiesBefore,
      Measured after,
      Entities entitiesAfter,
      List<Contribution> to) {
    if (!before.equals(after) || !sameKey(entitiesBefore.key(entity), entitiesAfter.key(entity))) {
      contribute(before, entitiesBefore, -1, to);
      contribute(after, entitiesAfter, 1, to);
    }
  }

  private static boolean sameKey(@Nullable String one, @Nullable String other) {
    return Objects.equals(one, other);
  }
}
