package io.tiffin.model;

import io.tiffin.feature.FeatureName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of itself: {@code manifest.json} beside the SavedModel.
 *
 * @param manifestVersion version of this format; 1
 * @param name name of the model, such as {@code eta}
 * @param version version of the model, digits as TensorFlow Serving has it
 * @param engine what runs it
 * @param signature key of the SavedModel's signature; {@code serving_default} if absent
 * @param inputs the tensors to feed, in the signature's own names
 * @param outputs where the answer is found
 * @param timeLeft how what is left of an order on its way is told; null if the version learnt
 *     nothing of that
 * @param evaluation metrics of the version as its trainer measured them, by name; empty if unknown
 * @param samples path within the bundle of a small labelled set (JSON lines), or null if there is
 *     none
 * @param files sha256 in lower-case hexadecimal of every file of the bundle but the manifest, by
 *     path with {@code /}
 */
public record Manifest(
    int manifestVersion,
    String name,
    String version,
    Engine engine,
    String signature,
    List<InputTensor> inputs,
    Outputs outputs,
    @Nullable TimeLeft timeLeft,
    Map<String, Double> evaluation,
    @Nullable String samples,
    Map<String, String> files) {

  /**
   * What runs the model.
   *
   * @param name {@code TensorFlow}
   * @param version the engine's version it was made with, such as {@code 2.16.1}
   */
  public record Engine(String name, String version) {}

  /**
   * One tensor of shape {@code [orders, columns.size()]}.
   *
   * @param name the input's name in the signature
   * @param type element type
   * @param columns what each column holds
   */
  public record InputTensor(String name, TensorType type, List<Column> columns) {}

  /** Element types that can be fed. */
  public enum TensorType {
    FLOAT32,
    INT64
  }

  /**
   * One column of an input tensor.
   *
   * @param feature the catalogued feature it holds
   * @param missing what is fed when the feature stands on its default
   * @param defaultValue what {@link Missing#DEFAULT} feeds for a numeric feature; null for the
   *     catalogue's default
   * @param hashBuckets for a text feature of an INT64 tensor the number of buckets, see {@link
   *     Categories}; null for numbers
   * @param mean mean over the training set, as the graph normalises with; null if unknown
   * @param standardDeviation standard deviation over the training set; null if unknown
   * @param reference how its values were distributed, which drift is held against; null if it is
   *     not to be watched
   */
  public record Column(
      FeatureName feature,
      Missing missing,
      @Nullable Double defaultValue,
      @Nullable Integer hashBuckets,
      @Nullable Double mean,
      @Nullable Double standardDeviation,
      @Nullable Reference reference) {

    /** A column that is not watched for drift. */
    public Column(
        FeatureName feature,
        Missing missing,
        @Nullable Double defaultValue,
        @Nullable Integer hashBuckets,
        @Nullable Double mean,
        @Nullable Double standardDeviation) {
      this(feature, missing, defaultValue, hashBuckets, mean, standardDeviation, null);
    }
  }

  /** How a column's values were distributed when the model was made. */
  public sealed interface Reference {

    /** The share of each bin among the values that were there; they sum up to 1. */
    List<Double> shares();

    /** The share of the orders for which the value was missing: it stood on its default. */
    double missing();
  }

  /**
   * Of numbers, by bins of the tensor's element type.
   *
   * @param edges where one bin ends, which a value on the edge still belongs to, and the next one
   *     begins, ascending; none for a single bin
   * @param shares one more than edges: the first bin has no lower end, the last no upper one
   */
  public record Ranges(List<Double> edges, List<Double> shares, double missing)
      implements Reference {}

  /**
   * Of a few whole numbers, or buckets of text.
   *
   * @param values those that were there, ascending
   * @param shares one for each
   */
  public record Values(List<Long> values, List<Double> shares, double missing)
      implements Reference {}

  /** How a value that stands on its default is fed. */
  public enum Missing {
    /** The default itself: for models that know nothing of missing values. */
    DEFAULT,
    /** NaN, which the graph turns into its own default and a missing flag. */
    NAN
  }

  /**
   * Where the answer is found.
   *
   * @param minutes the delivery minutes
   * @param legs the legs of the delivery; null if the model tells none
   */
  public record Outputs(Minutes minutes, @Nullable Legs legs) {}

  /**
   * An output of shape {@code [orders, quantiles.size()]} in minutes.
   *
   * @param output the output's name in the signature
   * @param quantiles ranks of its columns, ascending; 0.5 is among them
   * @param logStandardDeviation the standard deviation of the logarithm of actual ÷ predicted
   *     minutes, from which ranks of {0.1, 0.5, 0.8, 0.9} that the model does not tell are derived
   *     as of a log-normal distribution; null if it tells all four
   */
  public record Minutes(
      String output, List<Double> quantiles, @Nullable Double logStandardDeviation) {}

  /**
   * An output of shape {@code [orders, 3]}: minutes of preparation, of waiting at the pick-up, of
   * travel and hand-off.
   */
  public record Legs(String output) {}

  /**
   * How what is left of an order on its way is told: by stage and rank, the logarithm of the
   * minutes left is linear in the inputs.
   *
   * @param inputs names of the inputs, in their order
   * @param stages one for each stage that was learnt
   */
  public record TimeLeft(List<String> inputs, List<StageWeights> stages) {}

  /**
   * What was learnt for a stage.
   *
   * @param stage its name
   * @param least the least value of each input that it was learnt from: less counts as that
   * @param most the largest likewise
   * @param p10 the weights of a rank: a constant, then one for each input
   * @param p50 likewise
   * @param p80 likewise
   * @param p90 likewise
   */
  public record StageWeights(
      String stage,
      List<Double> least,
      List<Double> most,
      List<Double> p10,
      List<Double> p50,
      List<Double> p80,
      List<Double> p90) {}
}
