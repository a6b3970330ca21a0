package io.tiffin.feature;

/**
 * The full name of a feature: {@code view.feature}.
 *
 * @param view the view's name, lower case letters, digits and underscores
 * @param feature the feature's name within its view
 */
public record FeatureName(String view, String feature) {

  /**
   * The name written as {@code view.feature}.
   *
   * @throws IllegalArgumentException if {@code text} has no single dot between two names
   */
  public static FeatureName parse(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot == text.length() - 1 || text.indexOf('.', dot + 1) >= 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form view.feature");
    }
    return new FeatureName(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return view + "." + feature;
  }
}
