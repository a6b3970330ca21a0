package io.tiffin.store;

import java.util.List;

/**
 * A list of tiers, nearest first.
 *
 * @param declaredBy the property, or the view of the catalogue, that declares it, for messages
 * @param names at least one, distinct
 */
record TierList(String declaredBy, List<String> names) {

  TierList {
    names = List.copyOf(names);
  }
}
