package io.tiffin.web;

import io.tiffin.serving.FeatureWriter.NotWritableException;
import io.tiffin.serving.UnknownFeatureException;
import java.util.function.Supplier;

/** Tells callers of writes about views that are not there or can't be written. */
final class WritableViews {

  private WritableViews() {}

  /**
   * What {@code write} returns.
   *
   * @throws ProblemException if the view is unknown, or is computed
   */
  static <T> T guard(String view, Supplier<T> write) {
    try {
      return write.get();
    } catch (UnknownFeatureException e) {
      throw new ProblemException(
          ProblemType.UNKNOWN_VIEW, "the catalogue has no view " + Printable.text(view));
    } catch (NotWritableException e) {
      throw new ProblemException(ProblemType.COMPUTED_VIEW, String.valueOf(e.getMessage()));
    }
  }
}
