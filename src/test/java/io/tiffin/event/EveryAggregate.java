package io.tiffin.event;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.yaml.CatalogueFile;
import io.tiffin.feature.yaml.CatalogueReader;
import io.tiffin.feature.yaml.ProductCatalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * The product's catalogue, and beside it views that declare every aggregate over everything that
 * may be aggregated, in tiles of minutes and of days, for every entity.
 */
final class EveryAggregate {

  private static final List<String> STAGES =
      List.of(
          "order.placed",
          "order.accepted",
          "order.ready",
          "courier.assigned",
          "courier.unassigned",
          "courier.arrived_pickup",
          "order.picked_up",
          "courier.arrived_dropoff",
          "order.delivered",
          "order.cancelled");

  private static final List<String> FIELDS =
      List.of(
          "order.placed.itemsTotal",
          "order.placed.itemsDistinct",
          "order.placed.subtotalCents",
          "order.delivered.distanceM",
          "order.delivered.travelSPerM");

  private static final List<String> DURATIONS =
      List.of(
          "order.placed -> order.accepted",
          "order.accepted -> order.ready",
          "order.placed -> courier.assigned",
          "courier.assigned -> courier.arrived_pickup",
          "courier.arrived_pickup -> order.picked_up",
          "order.picked_up -> courier.arrived_dropoff",
          "courier.arrived_dropoff -> order.delivered",
          "order.placed -> order.cancelled",
          "order.placed -> order.delivered");

  private final StringBuilder yaml = new StringBuilder("views:\n");
  private int features;

  private EveryAggregate() {}

  static Catalogue catalogue() {
    List<FeatureView> views = new ArrayList<>(ProductCatalogue.read().views());
    EveryAggregate every = new EveryAggregate();
    for (EntityType entity : EntityType.values()) {
      if (entity != EntityType.REQUEST) {
        every.view(entity, "minutes");
        every.view(entity, "days");
      }
    }
    CatalogueFile file = new CatalogueFile("every.yaml", every.yaml.toString());
    views.addAll(new CatalogueReader().read(List.of(file)).views());
    return new Catalogue(views);
  }

  private void view(EntityType entity, String tiles) {
    yaml.append(
        """
          every_%s_%s:
            entity: %s
            kind: event
            max-age: 5m
            features:
        """
            .formatted(entity.yamlName(), tiles, entity.yamlName()));
    boolean minutes = tiles.equals("minutes");
    aggregates(minutes ? "20m" : "7d", minutes ? "3h" : "28d", minutes ? "5m" : "2d");
    if (minutes) {
      open("order.placed until order.delivered|order.cancelled", "3h");
      open("order.placed until order.ready summing itemsTotal", "90m");
      open("courier.assigned until order.delivered|order.cancelled|courier.unassigned", "3h");
    }
    if (entity == EntityType.COURIER_ZONE || entity == EntityType.CITY) {
      couriers(minutes);
      restaurants(minutes);
    } else if (entity == EntityType.RESTAURANT) {
      restaurants(minutes);
    }
  }

  private void aggregates(String window, String longest, String halfLife) {
    STAGES.forEach(stage -> feature("int64", "count(%s) over %s", stage, window));
    feature("double", "last(order.placed) over %s", longest);
    feature("double", "last(order.delivered) over %s", longest);
    feature("double", "ratio(order.cancelled / order.placed) over %s", window);
    feature("double", "ratio(courier.unassigned / order.placed) over %s", window);
    for (String field : FIELDS) {
      measured(field, window, longest, halfLife);
    }
    for (String duration : DURATIONS) {
      measured(duration, window, longest, halfLife);
    }
  }

  private void measured(String measure, String window, String longest, String halfLife) {
    for (String function : List.of("sum", "mean", "min", "max")) {
      feature("double", function + "(%s) over %s", measure, window);
    }
    feature("double", "ewma(%s) half-life %s over %s", measure, halfLife, longest);
    feature("double", "quantile(0.5, %s) over %s", measure, window);
    feature("double", "quantile(0.9, %s) over %s", measure, window);
  }

  private void couriers(boolean minutes) {
    String window = minutes ? "20m" : "7d";
    for (String type : List.of("courier.online", "courier.location", "courier.offline")) {
      feature("int64", "count(%s) over %s", type, window);
    }
    feature("double", "last(courier.offline) over %s", window);
    measured("courier.location.speedMps", window, window, minutes ? "5m" : "2d");
    if (minutes) {
      open("courier.online|courier.location until courier.offline", "3m");
      open("courier.online until courier.offline", "4h");
    }
  }

  private void restaurants(boolean minutes) {
    String window = minutes ? "60m" : "7d";
    feature("int64", "count(restaurant.paused) over %s", window);
    feature("double", "last(restaurant.resumed) over %s", window);
    if (minutes) {
      open("restaurant.paused until restaurant.resumed", "2h");
    }
  }

  private void open(String what, String window) {
    feature("int64", "open(%s) over %s", what, window);
  }

  private void feature(String type, String aggregate, String... of) {
    yaml.append(
        "      f%d: {type: %s, default: 0, aggregate: \"%s\", description: A sample.}%n"
            .formatted(features++, type, aggregate.formatted((Object[]) of)));
  }
}
