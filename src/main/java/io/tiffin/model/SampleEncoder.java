package io.tiffin.model;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.model.Manifest.Column;
import io.tiffin.model.Manifest.InputTensor;
import io.tiffin.model.Manifest.Missing;
import io.tiffin.model.Manifest.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns samples into the input of a model as its manifest lays it out. Not for the hot path: it
 * looks features up by name.
 */
public final class SampleEncoder {

  private final Catalogue catalogue;

  public SampleEncoder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * One row per sample.
   *
   * @throws BundleRefusedException if a value is text where the catalogue has a number, or the
   *     other way round
   */
  public Examples encode(Manifest manifest, List<Sample> samples) throws BundleRefusedException {
    Examples examples = new Examples(manifest.inputs(), samples.size());
    for (int tensor = 0; tensor < manifest.inputs().size(); tensor++) {
      InputTensor input = manifest.inputs().get(tensor);
      for (int column = 0; column < input.columns().size(); column++) {
        for (int row = 0; row < samples.size(); row++) {
          double value = number(input.columns().get(column), samples.get(row));
          if (input.type() == TensorType.FLOAT32) {
            examples.set(tensor, row, column, (float) value);
          } else {
            examples.set(tensor, row, column, (long) value);
          }
        }
      }
    }
    return examples;
  }

  /** What the column is fed with; a bucket if it hashes text. */
  private double number(Column column, Sample sample) throws BundleRefusedException {
    Object value = sample.features().get(column.feature());
    Integer buckets = column.hashBuckets();
    if (buckets != null) {
      return Categories.bucket(text(column, value), buckets);
    }
    if (value == null) {
      return missing(column);
    }
    if (value instanceof Double number) {
      return number;
    }
    throw new BundleRefusedException(
        "samples: " + column.feature() + " is '" + value + "', expected a number");
  }

  private @Nullable String text(Column column, @Nullable Object value)
      throws BundleRefusedException {
    Object known = value == null ? declaredDefault(column) : value;
    if (known == null || known instanceof String) {
      return (String) known;
    }
    throw new BundleRefusedException(
        "samples: " + column.feature() + " is " + value + ", expected text");
  }

  private double missing(Column column) {
    if (column.missing() == Missing.NAN) {
      return Double.NaN;
    }
    Double own = column.defaultValue();
    if (own != null) {
      return own;
    }
    return declaredDefault(column) instanceof Double number ? number : 0;
  }

  private @Nullable Object declaredDefault(Column column) {
    return catalogue.feature(column.feature()).map(Feature::defaultValue).orElse(null);
  }
}
