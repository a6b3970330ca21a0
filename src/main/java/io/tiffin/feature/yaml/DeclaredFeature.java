package io.tiffin.feature.yaml;

import io.tiffin.feature.Feature;

/**
 * A feature as one file declares it.
 *
 * @param at where its name stands
 * @param parentAt where its parent is named; its own line if it has none
 * @param originAt where its aggregate or expression stands; its own line if it has neither
 */
record DeclaredFeature(Feature feature, Spot at, Spot parentAt, Spot originAt) {}
