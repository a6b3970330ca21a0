package io.tiffin.training;

import io.tiffin.feature.FeatureName;

/**
 * How much of what is known a network reads; each holds the ones before. A view that is neither of
 * history nor live, such as that of a CSV file, is taken for what the request tells.
 */
enum FeatureSet {
  /** What the request itself tells: when, where from and to, what is in it. */
  REQUEST("request"),
  /** And what is known of restaurants and places for weeks. */
  HISTORY("history"),
  /** And what is going on now. */
  ALL("all");

  private final String title;

  FeatureSet(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean has(FeatureName feature) {
    return least(feature).compareTo(this) <= 0;
  }

  /** Estimates by formula are told by the request's view, but computed from live rows. */
  private static FeatureSet least(FeatureName feature) {
    String view = feature.view();
    if (view.endsWith("_live") || feature.feature().endsWith("naive_s")) {
      return ALL;
    }
    boolean isOfHistory = view.endsWith("_history") || view.endsWith("_profile");
    return isOfHistory ? HISTORY : REQUEST;
  }
}
