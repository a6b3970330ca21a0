package io.tiffin.training;

import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Manifest;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.Sample;
import io.tiffin.model.SampleEncoder;
import io.tiffin.model.Samples;
import io.tiffin.training.VariantOptions.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command that makes a variant of a bundle: the same network for another engine or in fewer
 * bits. Before it is there under its name it has been read, checked, loaded and asked by the code
 * that serves.
 */
public final class VariantCommand {

  /** A variant in the same numbers differs by no more than this, relatively. */
  private static final double TOLERANCE = 1e-4;

  private final BundleReader reader;
  private final ModelLoader loader;
  private final SampleEncoder encoder;
  private final Ticker ticker;
  private final PrintStream out;
  private final PrintStream errors;

  /**
   * A command that writes as UTF-8.
   *
   * @param catalogue the features that the bundle reads
   * @param loader of the engines that serve
   * @param out takes the report
   * @param errors takes refusals
   */
  public VariantCommand(
      Catalogue catalogue, ModelLoader loader, Ticker ticker, PrintStream out, PrintStream errors) {
    reader = new BundleReader(catalogue);
    encoder = new SampleEncoder(catalogue);
    this.loader = loader;
    this.ticker = ticker;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
  }

  /**
   * Makes the variant that the arguments ask for.
   *
   * @return the process's status: 0, or 2 if what was given cannot be used, which is said in one
   *     sentence; then nothing is written
   * @throws IOException if files cannot be read or written
   */
  public int execute(List<String> arguments) throws IOException {
    try {
      run(VariantOptions.parse(arguments));
      return 0;
    } catch (TrainingInputException refused) {
      errors.println(refused.getMessage());
      errors.println();
      errors.print(VariantOptions.USAGE);
      return 2;
    } catch (BundleRefusedException refused) {
      errors.println(refused.getMessage());
      return 2;
    }
  }

  private void run(VariantOptions options)
      throws IOException, TrainingInputException, BundleRefusedException {
    Bundle original = reader.read(options.from());
    try (VariantBundle variant = VariantBundle.of(original, options.kind(), options.output())) {
      compare(original, reader.read(variant.directory()), options.kind());
      variant.moveInPlace();
    }
    out.printf("Wrote the bundle %s%n", options.output());
  }

  private void compare(Bundle original, Bundle variant, Kind kind)
      throws TrainingInputException, BundleRefusedException, IOException {
    try (Model before = loader.load(original);
        Model after = loader.load(variant)) {
      List<Sample> samples = samples(original);
      VariantReport report =
          VariantReport.of(
              before, after, encoder.encode(original.manifest(), samples), samples, ticker);
      report.print(out, size(original), size(variant));
      if (kind == Kind.ONNX && !(report.largestDifference() <= TOLERANCE)) {
        throw new TrainingInputException(
            "the variant's answers differ by " + report.largestDifference() + ": not written");
      }
    }
  }

  private static List<Sample> samples(Bundle bundle)
      throws BundleRefusedException, TrainingInputException {
    String file = bundle.manifest().samples();
    List<Sample> samples =
        file == null ? List.of() : Samples.read(bundle.directory().resolve(file));
    if (samples.isEmpty()) {
      throw new TrainingInputException(
          bundle + " has no samples, by which a variant could be compared");
    }
    return samples;
  }

  /** Bytes of what the engine reads: samples and the manifest left out. */
  private static long size(Bundle bundle) throws IOException {
    Manifest manifest = bundle.manifest();
    long size = 0;
    for (String file : manifest.files().keySet()) {
      Path path = bundle.directory().resolve(file);
      size += file.equals(manifest.samples()) ? 0 : Files.size(path);
    }
    return size;
  }
}
