package io.tiffin.training;

import io.tiffin.feature.FeatureName;

/**
 * A categorical input of the network, learnt as an embedding.
 *
 * @param feature what it holds
 * @param buckets number of rows of the embedding; inputs are 0 to {@code buckets} − 1
 * @param dimensions numbers that stand for one bucket
 * @param isText whether the feature is text that is hashed (0 being missing), or a number that is
 *     the bucket itself
 * @param group columns of one group go missing together
 */
record CategoryColumn(
    FeatureName feature, int buckets, int dimensions, boolean isText, String group) {}
