package io.tiffin.model;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs a bundle's own samples through its model, the way estimates will be. */
public final class ModelTrial {

  /** Chosen: a model that takes longer for its samples will never answer in time. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SampleEncoder encoder;
  private final Ticker ticker;

  public ModelTrial(Catalogue catalogue, Ticker ticker) {
    encoder = new SampleEncoder(catalogue);
    this.ticker = ticker;
  }

  /**
   * Runs every sample alone, and all of them in one call. A bundle without samples is tried with an
   * order of which nothing is known.
   *
   * @throws BundleRefusedException if the samples cannot be read or the model does not answer each
   *     with finite numbers
   */
  public void run(Model model, Bundle bundle) throws BundleRefusedException {
    List<Sample> samples = samples(bundle);
    for (int sample = 0; sample < samples.size(); sample++) {
      run(model, samples.subList(sample, sample + 1), "sample " + (sample + 1));
    }
    run(model, samples, "all samples at once");
  }

  /**
   * Runs samples one by one, over and over: the first calls of an engine are many times slower than
   * later ones.
   *
   * @param calls how many calls to make
   * @throws BundleRefusedException as {@link #run}
   */
  public void warm(Model model, Bundle bundle, int calls) throws BundleRefusedException {
    List<Sample> samples = samples(bundle);
    for (int call = 0; call < calls; call++) {
      int sample = call % samples.size();
      run(model, samples.subList(sample, sample + 1), "sample " + (sample + 1));
    }
  }

  private static List<Sample> samples(Bundle bundle) throws BundleRefusedException {
    String file = bundle.manifest().samples();
    List<Sample> samples =
        file == null ? List.of() : Samples.read(bundle.directory().resolve(file));
    return samples.isEmpty() ? List.of(new Sample(Map.of(), 0, null)) : samples;
  }

  private void run(Model model, List<Sample> samples, String what) throws BundleRefusedException {
    Examples examples = encoder.encode(model.manifest(), samples);
    switch (model.run(examples, Deadline.in(LIMIT, ticker))) {
      case Answered answer -> {
        if (!isFinite(answer.minutes()) || !isFinite(answer.legs())) {
          throw new BundleRefusedException(
              "samples: " + what + " is answered with NaN or infinity");
        }
      }
      case Failed failure ->
          throw new BundleRefusedException(
              "samples: "
                  + what
                  + " is not answered ("
                  + failure.reason()
                  + "): "
                  + failure.message());
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
