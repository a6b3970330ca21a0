package io.tiffin.training;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureView;
import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the product's features its own model reads, and the network for them. */
final class CityColumns {

  static final FeatureName NAIVE = new FeatureName("request", "naive_s");
  static final FeatureName LOAD = new FeatureName("courier_zone_live", "load_ratio");
  static final FeatureName DISTANCE = new FeatureName("request", "distance_m");

  /**
   * What is another thing every day and tells nothing of what feeds it: what the calendar alone
   * decides, and identifiers.
   */
  static final Set<FeatureName> NOT_WATCHED =
      Stream.of("hour_sin", "hour_cos", "hour_of_week", "holiday", "restaurant_id", "dropoff_zone")
          .map(name -> new FeatureName("request", name))
          .collect(Collectors.toUnmodifiableSet());

  static final int RESTAURANT = 0;
  static final int HOUR_OF_WEEK = 3;

  /**
   * Columns of one group would go missing together; whole outages are replayed instead, see {@link
   * Outage}.
   */
  private static final String NEVER_DROPPED = "";

  private static final List<FeatureName> OF_THE_REQUEST =
      Stream.of(
              "hour_sin",
              "hour_cos",
              "holiday",
              "items_total",
              "items_distinct",
              "subtotal_cents",
              "distance_m",
              "travel_naive_s",
              "naive_s")
          .map(name -> new FeatureName("request", name))
          .toList();

  /** Views all of whose numbers are read. */
  private static final List<String> WHOLE_VIEWS =
      List.of(
          "restaurant_live",
          "restaurant_history",
          "restaurant_hour_history",
          "courier_zone_live",
          "dropoff_zone_live",
          "dropoff_zone_history");

  private static final List<FeatureName> OF_THE_CITY =
      Stream.of("orders_placed_20m", "orders_outstanding", "couriers_online", "load_ratio")
          .map(name -> new FeatureName("city_live", name))
          .toList();

  /** Units whose values have long tails. */
  private static final Set<String> TAILED =
      Set.of("s", "m", "orders", "items", "cents", "couriers", "orders/d", "orders/h");

  private CityColumns() {}

  static NetworkDesign design(Catalogue catalogue) {
    List<NumberColumn> numbers = numbers(catalogue);
    List<FeatureName> names = numbers.stream().map(NumberColumn::feature).toList();
    return new NetworkDesign(
        numbers,
        List.of(
            category("request", "restaurant_id", 4096, 8, true),
            category("request", "dropoff_zone", 2048, 4, true),
            category("restaurant_profile", "cuisine", 64, 4, true),
            category("request", "hour_of_week", 168, 4, false)),
        List.of(
            new WideTerm.Numbers(),
            new WideTerm.Flags(),
            new WideTerm.OneOf(2),
            new WideTerm.OneOf(HOUR_OF_WEEK)),
        new Baseline.Estimate(names.indexOf(NAIVE), 60),
        true);
  }

  private static List<NumberColumn> numbers(Catalogue catalogue) {
    List<NumberColumn> numbers = new ArrayList<>();
    OF_THE_REQUEST.forEach(name -> numbers.add(number(catalogue, name)));
    for (String view : WHOLE_VIEWS) {
      FeatureView declared = catalogue.view(view).orElseThrow();
      declared.features().forEach(feature -> numbers.add(number(feature)));
    }
    OF_THE_CITY.forEach(name -> numbers.add(number(catalogue, name)));
    return numbers;
  }

  private static NumberColumn number(Catalogue catalogue, FeatureName name) {
    return number(catalogue.feature(name).orElseThrow());
  }

  private static NumberColumn number(Feature feature) {
    Scale scale = TAILED.contains(feature.unit()) ? Scale.LOGARITHMIC : Scale.LINEAR;
    return new NumberColumn(feature.name(), scale, true, NEVER_DROPPED);
  }

  private static CategoryColumn category(
      String view, String feature, int buckets, int dimensions, boolean isText) {
    return new CategoryColumn(
        new FeatureName(view, feature), buckets, dimensions, isText, NEVER_DROPPED);
  }
}
