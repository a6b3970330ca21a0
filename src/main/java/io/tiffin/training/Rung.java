package io.tiffin.training;

import io.tiffin.training.NetworkDesign.Hidden;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of the ladder from small to large.
 *
 * @param number from 1
 * @param set what it reads
 * @param hidden its widths
 */
record Rung(int number, FeatureSet set, Hidden hidden) {

  /** Chosen: features first, for they tell more than width does; then twice the width each. */
  private static final List<Rung> LADDER =
      List.of(
          new Rung(1, FeatureSet.REQUEST, new Hidden(8, 4)),
          new Rung(2, FeatureSet.HISTORY, new Hidden(16, 8)),
          new Rung(3, FeatureSet.ALL, new Hidden(16, 8)),
          new Rung(4, FeatureSet.ALL, new Hidden(32, 16)),
          new Rung(5, FeatureSet.ALL, new Hidden(64, 32)),
          new Rung(6, FeatureSet.ALL, new Hidden(128, 64)),
          new Rung(7, FeatureSet.ALL, new Hidden(256, 128)));

  /**
   * The ladder of a design, without rungs that would read and be the same as the one before, and
   * without names for sets that add nothing.
   */
  static List<Rung> ladder(NetworkDesign whole) {
    List<Rung> rungs = new ArrayList<>();
    int columns = 0;
    Hidden hidden = new Hidden(0, 0);
    FeatureSet set = FeatureSet.REQUEST;
    for (Rung rung : LADDER) {
      int selected = new ColumnSelection(whole, rung.set()).columns();
      if (selected > 0 && !(selected == columns && rung.hidden().equals(hidden))) {
        set = selected == columns ? set : rung.set();
        rungs.add(new Rung(rungs.size() + 1, set, rung.hidden()));
        columns = selected;
        hidden = rung.hidden();
      }
    }
    return rungs;
  }

  /** Such as {@code all 64×32}. */
  String title() {
    return set.title() + " " + hidden.first() + "×" + hidden.second();
  }
}
