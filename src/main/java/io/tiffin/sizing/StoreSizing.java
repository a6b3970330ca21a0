package io.tiffin.sizing;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import io.tiffin.sizing.InvalidSizingException.Fault;
import io.tiffin.sizing.SizingReport.ViewSizing;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ranks combinations of stores for the views of a catalogue. Immutable. */
public final class StoreSizing {

  private static final double TOP = 10;

  private final Catalogue catalogue;
  private final PriceList prices;

  StoreSizing(Catalogue catalogue, PriceList prices) {
    this.catalogue = catalogue;
    this.prices = prices;
  }

  /**
   * The ranking of each view that is asked about, as if it stood alone.
   *
   * @throws InvalidSizingException if the catalogue stores no such view, or nothing is sold in such
   *     a cloud
   */
  public SizingReport report(SizingQuestion question) throws InvalidSizingException {
    List<Combination> combinations =
        combinations(question.name(SizingField.CLOUD), question.name(SizingField.TIERS));
    int top = (int) question.number(SizingField.TOP, TOP);
    List<ViewSizing> sizings =
        views(question.name(SizingField.VIEW)).stream()
            .map(view -> sizing(view, question, combinations, top))
            .toList();
    return new SizingReport(prices.asOf().toString(), prices.currency(), sizings);
  }

  private ViewSizing sizing(
      FeatureView view, SizingQuestion question, List<Combination> combinations, int top) {
    Workload workload = TypicalMarket.of(view, question);
    Ranking ranking = Ranking.of(combinations, workload, prices.terms());
    return new ViewSizing(
        view.name(), SizingReport.Asked.of(workload), ranking.best(top), ranking.refused());
  }

  private List<FeatureView> views(@Nullable String name) throws InvalidSizingException {
    List<FeatureView> stored =
        catalogue.views().stream().filter(view -> view.kind() != ViewKind.REQUEST).toList();
    List<FeatureView> asked =
        stored.stream().filter(view -> name == null || view.name().equals(name)).toList();
    if (asked.isEmpty() && name != null) {
      throw refusal(
          SizingField.VIEW,
          "is no view that is stored, expected one of "
              + stored.stream().map(FeatureView::name).collect(Collectors.joining(", ")));
    }
    return asked;
  }

  private List<Combination> combinations(@Nullable String cloud, @Nullable String tiers)
      throws InvalidSizingException {
    List<Combination> all = Combination.of(prices);
    Set<String> clouds =
        all.stream().map(Combination::cloud).collect(Collectors.toCollection(TreeSet::new));
    if (cloud != null && !clouds.contains(cloud)) {
      throw refusal(
          SizingField.CLOUD,
          "has no stores in the price list, expected one of " + String.join(", ", clouds));
    }
    List<Combination> asked =
        all.stream()
            .filter(each -> cloud == null || each.cloud().equals(cloud))
            .filter(each -> tiers == null || String.join(",", each.tiers()).equals(tiers))
            .toList();
    if (asked.isEmpty()) {
      throw refusal(
          SizingField.TIERS,
          "is no list that can be combined there: caches, then a source of truth, such as near-cache,redis");
    }
    return asked;
  }

  private static InvalidSizingException refusal(SizingField field, String message) {
    return new InvalidSizingException(List.of(new Fault(field, message)));
  }
}
