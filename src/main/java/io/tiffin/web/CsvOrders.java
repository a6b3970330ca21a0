package io.tiffin.web;

import io.tiffin.bulk.UnreadableOrdersException;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders as comma-separated values: under a header of names as the JSON has them, {@code
 * dropoff.lat} and {@code features.VIEW.FEATURE} for what is nested there, each line becomes that
 * JSON. An empty field is absent. Thread-safe.
 */
final class CsvOrders {

  private static final String DROPOFF = "dropoff";
  private static final String FEATURES = "features";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Map<String, FeatureType> NAMED =
      Map.of(
          "orderId", FeatureType.STRING,
          "restaurantId", FeatureType.STRING,
          "dropoff.lat", FeatureType.DOUBLE,
          "dropoff.lon", FeatureType.DOUBLE,
          "placedAt", FeatureType.STRING,
          "itemCount", FeatureType.INT32,
          "subtotalCents", FeatureType.INT64,
          "promisedMinutes", FeatureType.DOUBLE,
          "deadlineMillis", FeatureType.INT64);

  private final List<Column> header;

  /**
   * A column.
   *
   * @param object the nested object that has the field; empty for the order itself
   */
  private record Column(String object, String field, FeatureType type) {}

  /**
   * Orders under a header.
   *
   * @param header the first line of the file
   * @throws UnreadableOrdersException if it names what no order has
   */
  CsvOrders(byte[] header, Catalogue catalogue) throws UnreadableOrdersException {
    try {
      List<String> names = CsvLine.header(header);
      if (new HashSet<>(names).size() < names.size()) {
        throw new UnreadableOrdersException("line 1: the header names a column twice");
      }
      if (!names.contains("restaurantId")) {
        throw new UnreadableOrdersException("line 1: expected a header with restaurantId");
      }
      this.header = List.copyOf(columns(names, catalogue));
    } catch (ProblemException malformed) {
      throw new UnreadableOrdersException("line 1: " + malformed.getMessage());
    }
  }

  private static List<Column> columns(List<String> names, Catalogue catalogue)
      throws UnreadableOrdersException {
    List<Column> columns = new ArrayList<>(names.size());
    for (String name : names) {
      columns.add(column(name, catalogue));
    }
    return columns;
  }

  private static Column column(String name, Catalogue catalogue) throws UnreadableOrdersException {
    FeatureType named = NAMED.get(name);
    if (named != null) {
      boolean nested = name.startsWith(DROPOFF + ".");
      return nested
          ? new Column(DROPOFF, name.substring(DROPOFF.length() + 1), named)
          : new Column("", name, named);
    }
    if (name.startsWith(FEATURES + ".")) {
      String feature = name.substring(FEATURES.length() + 1);
      return new Column(FEATURES, feature, type(feature, catalogue));
    }
    throw new UnreadableOrdersException(
        "line 1: "
            + Printable.text(name)
            + " is no column: name fields as the JSON has them, dropoff.lat and dropoff.lon for a"
            + " place, itemCount and subtotalCents for items, features.VIEW.FEATURE for a feature");
  }

  private static FeatureType type(String feature, Catalogue catalogue)
      throws UnreadableOrdersException {
    int dot = feature.indexOf('.');
    Optional<Feature> known =
        dot < 0
            ? Optional.empty()
            : catalogue.feature(
                new FeatureName(feature.substring(0, dot), feature.substring(dot + 1)));
    if (known.isEmpty()) {
      throw new UnreadableOrdersException(
          "line 1: the catalogue has no feature " + Printable.text(feature));
    }
    return known.get().type();
  }

  /**
   * @throws ProblemException if the line has not the header's fields
   */
  JsonNode read(byte[] line) {
    List<String> fields = CsvLine.fields(line);
    if (fields.size() != header.size()) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "expected " + header.size() + " fields, found " + fields.size());
    }
    ObjectNode order = NODES.objectNode();
    for (int at = 0; at < fields.size(); at++) {
      String field = fields.get(at);
      Column column = header.get(at);
      if (!field.isEmpty()) {
        ObjectNode holder =
            column.object().isEmpty() ? order : order.withObjectProperty(column.object());
        holder.set(column.field(), value(field, column.type()));
      }
    }
    return order;
  }

  /** What is no value of its type stays text, which the order's reader refuses by its name. */
  private static JsonNode value(String field, FeatureType type) {
    return switch (type) {
      case STRING -> NODES.stringNode(field);
      case BOOLEAN ->
          field.equals("true") || field.equals("false")
              ? NODES.booleanNode(field.equals("true"))
              : NODES.stringNode(field);
      case INT32, INT64, FLOAT, DOUBLE ->
          switch (CsvLine.number(field)) {
            case Long whole -> NODES.numberNode(whole);
            case Double other -> NODES.numberNode(other);
            case null, default -> NODES.stringNode(field);
          };
    };
  }
}
