package io.tiffin.store;

import java.util.List;

/** The configuration names a tier that no room knows. */
final class UnknownTierException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  /**
   * @param known the tiers that can be named
   */
  UnknownTierException(StoreProperties.Named named, List<String> known) {
    super(
        "%s names the store «%s», which does not exist; there is %s."
            .formatted(named.property(), named.tier(), String.join(", ", known)));
  }
}
