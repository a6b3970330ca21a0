package io.tiffin.web;

import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.serving.FeatureWriter.Facts;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values by RFC 4180, a row a line (a quoted line feed is not understood): a header
 * of {@code entity}, {@code eventTime} and features of the view, then the facts. An empty field is
 * no value.
 */
final class CsvFacts implements FactsFormat {

  private static final String ENTITY = "entity";
  private static final String EVENT_TIME = "eventTime";

  private final FeatureView view;
  private final List<String> header;

  /**
   * Facts under a header.
   *
   * @param header the first line of the load
   * @throws ProblemException if it is no header of this view
   */
  CsvFacts(FeatureView view, byte[] header) {
    this.view = view;
    this.header = checked(CsvLine.header(header));
  }

  @Override
  public @Nullable Facts read(byte[] line) {
    return line.length == 0 ? null : facts(CsvLine.fields(line));
  }

  private Facts facts(List<String> fields) {
    if (fields.size() != header.size()) {
      throw malformed("expected " + header.size() + " fields, found " + fields.size());
    }
    String entity = "";
    Instant eventTime = null;
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int column = 0; column < fields.size(); column++) {
      String name = header.get(column);
      String field = fields.get(column);
      switch (name) {
        case ENTITY -> entity = field;
        case EVENT_TIME -> eventTime = Fields.parseInstant(field);
        default -> values.put(name, value(name, field));
      }
    }
    if (eventTime == null) {
      throw malformed("eventTime: expected an instant in UTC such as 2026-11-22T18:05:00Z");
    }
    return new Facts(entity, eventTime, values);
  }

  private @Nullable Object value(String name, String field) {
    if (field.isEmpty()) {
      return null;
    }
    return switch (type(name)) {
      case STRING -> field;
      case BOOLEAN -> bool(name, field);
      case INT32, INT64, FLOAT, DOUBLE -> number(name, field);
    };
  }

  private static Object bool(String name, String field) {
    return switch (field) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed("values." + name + ": expected true or false");
    };
  }

  private static Object number(String name, String field) {
    Number number = CsvLine.number(field);
    if (number == null) {
      throw malformed("values." + name + ": expected a number");
    }
    return number;
  }

  private FeatureType type(String name) {
    return view.features().stream()
        .filter(feature -> feature.name().feature().equals(name))
        .map(Feature::type)
        .findFirst()
        .orElseThrow(() -> malformed("the view has no feature " + Printable.text(name)));
  }

  private List<String> checked(List<String> columns) {
    if (!columns.contains(ENTITY) || !columns.contains(EVENT_TIME)) {
      throw malformed("expected a header with the columns entity and eventTime");
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw malformed("the header names a column twice");
    }
    for (String column : columns) {
      if (!column.equals(ENTITY) && !column.equals(EVENT_TIME)) {
        type(column);
      }
    }
    return columns;
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_BODY, detail);
  }
}
