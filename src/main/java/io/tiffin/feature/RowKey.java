package io.tiffin.feature;

/**
 * The key of a row.
 *
 * @param view name of the view
 * @param entity text of the entity's key, 1–256 characters; see {@link EntityType}
 */
public record RowKey(String view, String entity) {

  @Override
  public String toString() {
    return view + "/" + entity;
  }
}
