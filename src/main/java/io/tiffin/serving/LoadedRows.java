package io.tiffin.serving;

import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import io.tiffin.serving.FeatureWriter.Facts;
import io.tiffin.serving.FeatureWriter.Violation;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Facts about the entities of one loaded view, checked and packed. */
final class LoadedRows {

  private static final int MAX_ENTITY_CHARACTERS = 256;
  private static final int MAX_TEXT_BYTES = 65_535;

  private final FeatureView view;
  private final RowCodec codec;
  private final List<Feature> stored;

  LoadedRows(FeatureView view, RowCodec codec) {
    this.view = view;
    this.codec = codec;
    stored =
        view.features().stream()
            .filter(feature -> feature.origin() instanceof Origin.Load)
            .toList();
  }

  /** What is wrong with the facts; empty if they can be packed. */
  List<Violation> violations(Facts facts, Instant latest) {
    List<Violation> violations = new ArrayList<>();
    String entity = facts.entity();
    if (entity.isEmpty() || entity.length() > MAX_ENTITY_CHARACTERS || !isPrintable(entity)) {
      violations.add(
          new Violation(
              "entity", "expected 1 to " + MAX_ENTITY_CHARACTERS + " printable characters"));
    }
    if (facts.eventTime().isAfter(latest)
        || facts.eventTime().isBefore(Instant.EPOCH.plusMillis(1))) {
      violations.add(
          new Violation("eventTime", "expected an instant after 1970 and no later than " + latest));
    }
    facts.values().forEach((name, value) -> violation(name, value).ifPresent(violations::add));
    return violations;
  }

  /** The facts as a row; they have no violations. */
  Row row(Facts facts) {
    @Nullable Object[] values = new @Nullable Object[stored.size()];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = facts.values().get(stored.get(slot).name().feature());
    }
    long micros = Instants.micros(facts.eventTime());
    return new Row(new RowKey(view.name(), facts.entity()), micros, micros, codec.write(values));
  }

  private Optional<Violation> violation(String name, @Nullable Object value) {
    Optional<Feature> feature =
        stored.stream().filter(known -> known.name().feature().equals(name)).findFirst();
    String message =
        feature.isEmpty()
            ? "view " + view.name() + " has no such feature to write"
            : value == null ? null : mismatch(feature.get(), value);
    return Optional.ofNullable(message).map(text -> new Violation("values." + name, text));
  }

  private @Nullable String mismatch(Feature feature, Object value) {
    String fact = view.entity() == EntityType.RESTAURANT ? feature.name().feature() : "";
    String mismatch = typeMismatch(feature.type(), value);
    if (mismatch != null) {
      return mismatch;
    }
    return switch (fact) {
      case "lat" -> outside((Number) value, 90);
      case "lon" -> outside((Number) value, 180);
      case "time_zone" ->
          isTimeZone((String) value) ? null : "expected a time zone such as Europe/Berlin";
      default -> null;
    };
  }

  private static @Nullable String typeMismatch(FeatureType type, Object value) {
    boolean fits =
        switch (type) {
          case INT32 -> isWhole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case INT64 -> isWhole(value, Long.MIN_VALUE, Long.MAX_VALUE);
          case FLOAT -> value instanceof Number number && Float.isFinite(number.floatValue());
          case DOUBLE -> value instanceof Number number && Double.isFinite(number.doubleValue());
          case BOOLEAN -> value instanceof Boolean;
          case STRING -> value instanceof String text && fits(text);
        };
    return fits ? null : "expected " + type.yamlName();
  }

  private static boolean isWhole(Object value, long min, long max) {
    return value instanceof Number number
        && Double.isFinite(number.doubleValue())
        && isWhole(new BigDecimal(number.toString()), min, max);
  }

  private static boolean isWhole(BigDecimal number, long min, long max) {
    return number.stripTrailingZeros().scale() <= 0
        && number.compareTo(BigDecimal.valueOf(min)) >= 0
        && number.compareTo(BigDecimal.valueOf(max)) <= 0;
  }

  private static boolean fits(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
  }

  private static boolean isPrintable(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  private static @Nullable String outside(Number value, double bound) {
    return Math.abs(value.doubleValue()) <= bound
        ? null
        : "expected -" + (int) bound + " to " + (int) bound;
  }

  private static boolean isTimeZone(String id) {
    try {
      ZoneId.of(id);
      return true;
    } catch (DateTimeException unknownZone) {
      return false;
    }
  }
}
