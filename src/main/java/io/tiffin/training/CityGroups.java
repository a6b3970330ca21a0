package io.tiffin.training;

import io.tiffin.feature.FeatureName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Divides orders of the city for the report: by hour, load, surge, distance, age of the restaurant,
 * and how much stood on defaults.
 */
final class CityGroups {

  static final String SURGES = "surges";
  static final String SURGE = "surge";
  static final String USUAL = "usual";

  /**
   * Of the training orders, this share saw less load for their hour than what is called a surge.
   */
  private static final double SURGE_RANK = 0.9;

  private static final double NEW_DAYS = 7;

  private final int load;
  private final int distance;
  private final Map<Long, Double> usualLoad = new HashMap<>();
  private final double surgeFrom;

  CityGroups(NetworkDesign design, List<CityOrder> train) {
    load = position(design, CityColumns.LOAD);
    distance = position(design, CityColumns.DISTANCE);
    Map<Long, double[]> sums = new HashMap<>();
    for (CityOrder order : train) {
      float value = order.numbers()[load];
      if (!Float.isNaN(value)) {
        double[] sum = sums.computeIfAbsent(hourOfWeek(order), hour -> new double[2]);
        sum[0] += value;
        sum[1]++;
      }
    }
    sums.forEach((hour, sum) -> usualLoad.put(hour, sum[0] / sum[1]));
    double[] ratios =
        train.stream().mapToDouble(this::loadRatio).filter(Double::isFinite).sorted().toArray();
    surgeFrom =
        ratios.length == 0
            ? Double.POSITIVE_INFINITY
            : ratios[(int) (SURGE_RANK * (ratios.length - 1))];
  }

  /** For each title the group of each order. */
  Map<String, List<String>> of(List<CityOrder> orders) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("hour", names(orders, order -> "%02d h".formatted(hourOfWeek(order) % 24)));
    groups.put("orders per courier", names(orders, this::loadGroup));
    groups.put(SURGES, names(orders, order -> loadRatio(order) >= surgeFrom ? SURGE : USUAL));
    groups.put("distance", names(orders, this::distanceGroup));
    groups.put("restaurants", names(orders, CityGroups::restaurantGroup));
    groups.put("numbers on default", names(orders, CityGroups::defaultsGroup));
    return groups;
  }

  private static List<String> names(List<CityOrder> orders, Function<CityOrder, String> group) {
    return orders.stream().map(group).toList();
  }

  private static long hourOfWeek(CityOrder order) {
    return order.buckets()[CityColumns.HOUR_OF_WEEK];
  }

  /** The zone's load beside what is usual in this hour of the week. */
  private double loadRatio(CityOrder order) {
    Double usual = usualLoad.get(hourOfWeek(order));
    return usual == null || usual == 0 ? Double.NaN : order.numbers()[load] / usual;
  }

  private String loadGroup(CityOrder order) {
    float value = order.numbers()[load];
    return Float.isNaN(value)
        ? "unknown"
        : value < 0.5 ? "below 0.5" : value < 1 ? "0.5 to 1" : value < 2 ? "1 to 2" : "2 and more";
  }

  private String distanceGroup(CityOrder order) {
    float value = order.numbers()[distance];
    return Float.isNaN(value)
        ? "unknown"
        : value < 5_000
            ? (int) (value / 1_000) + " km to " + ((int) (value / 1_000) + 1)
            : "5 km and more";
  }

  private static String restaurantGroup(CityOrder order) {
    return order.restaurantAgeDays() < NEW_DAYS ? "new, never learnt from" : "known";
  }

  private static String defaultsGroup(CityOrder order) {
    int defaults = order.defaults();
    return defaults == 0 ? "0" : defaults < 4 ? "1 to 3" : defaults < 10 ? "4 to 9" : "more";
  }

  private static int position(NetworkDesign design, FeatureName feature) {
    return IntStream.range(0, design.numbers().size())
        .filter(number -> design.numbers().get(number).feature().equals(feature))
        .findFirst()
        .orElseThrow();
  }
}
