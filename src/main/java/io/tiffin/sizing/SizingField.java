package io.tiffin.sizing;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a sizing can be told: a query parameter of {@code GET /v1/sizing}, and an option of the
 * command. The order is that of the documentation.
 */
public enum SizingField {
  VIEW("view", "the view of the catalogue; each that is stored if left out"),
  LATENCY_MILLIS(
      "latencyMillis",
      Kind.NUMBER,
      0.01,
      60_000,
      "99 of 100 look-ups must be answered within this; 50"),
  CHANGES_PER_SECOND(
      "changesPerSecond", Kind.NUMBER, 0, 1e9, "rows written per second; by the view"),
  CLIENTS("clients", Kind.WHOLE, 1, 1e6, "processes that look rows up; 2"),
  ROWS("rows", Kind.WHOLE, 1, 1e12, "rows that are kept; by the view"),
  BYTES_PER_ROW("bytesPerRow", Kind.WHOLE, 1, 1e9, "bytes of one row; by the view"),
  READS_PER_SECOND("readsPerSecond", Kind.NUMBER, 0, 1e9, "rows looked up per second; 1000"),
  BUDGET_PER_MONTH(
      "budgetPerMonth", Kind.NUMBER, 0, 1e12, "for one view, in the price list's currency; none"),
  CLOUD("cloud", "only stores of this cloud, such as gcp, aws or local; all"),
  TIERS(
      "tiers",
      Kind.LIST,
      0,
      0,
      "only this list of tiers, such as near-cache,redis; all that can be combined"),
  HIT_RATE("hitRate", Kind.NUMBER, 0, 1, "share of the reads that a shared cache answers; 0.9"),
  NEAR_HIT_RATE(
      "nearHitRate", Kind.NUMBER, 0, 1, "share of the reads that the near cache answers; derived"),
  HOT_SHARE("hotShare", Kind.NUMBER, 0.0001, 1, "share of the rows that a shared cache keeps; 0.2"),
  TOP("top", Kind.WHOLE, 1, 1_000, "combinations that are ranked at most; 10");

  /** What its text must be. */
  enum Kind {
    NAME,
    LIST,
    WHOLE,
    NUMBER
  }

  private final String key;
  private final Kind kind;
  private final double least;
  private final double most;
  private final String meaning;

  SizingField(String key, String meaning) {
    this(key, Kind.NAME, 0, 0, meaning);
  }

  SizingField(String key, Kind kind, double least, double most, String meaning) {
    this.key = key;
    this.kind = kind;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  /** Its name in a query, such as {@code bytesPerRow}. */
  public String key() {
    return key;
  }

  /** Its name on a command line, such as {@code --bytes-per-row}. */
  String option() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it means, and after a semicolon its default. */
  String meaning() {
    return meaning;
  }

  /** The number that {@code text} says; null if it says none in the field's range. */
  @Nullable Double number(String text) {
    if (!text.matches("[0-9.eE+-]{1,30}")) {
      return null;
    }
    try {
      double number = Double.parseDouble(text);
      boolean isWhole = kind != Kind.WHOLE || number == Math.rint(number);
      return number >= least && number <= most && isWhole ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether {@code text} is a name, or names with commas between. */
  boolean isName(String text) {
    return text.matches(kind == Kind.LIST ? "[a-z0-9,-]{1,64}" : "[A-Za-z0-9_-]{1,64}");
  }

  /** Whether it takes names and no numbers. */
  boolean isText() {
    return kind == Kind.NAME || kind == Kind.LIST;
  }

  /** What a text that is refused should have been. */
  String expected() {
    return switch (kind) {
      case NAME -> "expected a name of 1 to 64 letters, digits, - and _";
      case LIST -> "expected names of tiers with commas between, such as near-cache,redis";
      case WHOLE -> "expected a whole number from " + plain(least) + " to " + plain(most);
      case NUMBER -> "expected a number from " + plain(least) + " to " + plain(most);
    };
  }

  private static String plain(double number) {
    return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }
}
