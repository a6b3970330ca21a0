package io.tiffin.gate;

import io.tiffin.feature.FeatureName;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Sample;
import io.tiffin.model.Samples;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labelled orders that a bundle carries.
 *
 * @param samples at most {@link #MOST}
 */
record LabelledSet(List<Sample> samples) {

  /** Orders that are looked at. Chosen: of more, the noise is no longer what matters. */
  static final int MOST = 4096;

  LabelledSet {
    samples = List.copyOf(samples);
  }

  /**
   * Of a bundle; empty if it carries none.
   *
   * @throws BundleRefusedException if it cannot be read
   */
  static LabelledSet of(Bundle bundle) throws BundleRefusedException {
    String file = bundle.manifest().samples();
    if (file == null) {
      return new LabelledSet(List.of());
    }
    List<Sample> all = Samples.read(bundle.directory().resolve(file));
    return new LabelledSet(all.subList(0, Math.min(all.size(), MOST)));
  }

  /**
   * Features that a model reads and its own set knows, and that no order here does: asked here it
   * would be poorer than it is.
   */
  Set<FeatureName> lacking(Manifest model, LabelledSet own) {
    Set<FeatureName> lacking = new TreeSet<>(byName());
    model.inputs().stream()
        .flatMap(tensor -> tensor.columns().stream())
        .map(Manifest.Column::feature)
        .forEach(lacking::add);
    lacking.retainAll(own.features());
    lacking.removeAll(features());
    return lacking;
  }

  private static Comparator<FeatureName> byName() {
    return Comparator.comparing(FeatureName::toString);
  }

  private Set<FeatureName> features() {
    Set<FeatureName> features = new HashSet<>();
    samples.forEach(sample -> features.addAll(sample.features().keySet()));
    return features;
  }
}
