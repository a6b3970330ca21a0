package io.tiffin.sizing;

import io.tiffin.sizing.SizingReport.RankedStores;
import io.tiffin.sizing.SizingReport.ViewSizing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A question about one view, field by field. */
final class Asking {

  private final Map<SizingField, String> given = new EnumMap<>(SizingField.class);

  private Asking() {}

  static Asking about(String view) {
    return new Asking().with(SizingField.VIEW, view).with(SizingField.TOP, 1000);
  }

  Asking with(SizingField field, Object value) {
    given.put(field, value.toString());
    return this;
  }

  ViewSizing answer() {
    return answer(Prices.sizing());
  }

  ViewSizing answer(StoreSizing sizing) {
    try {
      return sizing.report(SizingQuestion.read(given)).views().getFirst();
    } catch (InvalidSizingException e) {
      throw new AssertionError(e);
    }
  }

  RankedStores best() {
    return answer().ranking().getFirst();
  }

  static RankedStores of(ViewSizing sizing, List<String> tiers) {
    return sizing.ranking().stream()
        .filter(stores -> stores.tiers().equals(tiers))
        .findFirst()
        .orElseThrow(() -> new AssertionError(tiers + " is not ranked: " + sizing.refused()));
  }
}
