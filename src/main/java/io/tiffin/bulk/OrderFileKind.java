package io.tiffin.bulk;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How orders stand in a file, by how its name ends. */
public enum OrderFileKind {
  /** A JSON object a line. */
  NDJSON,
  /** A header, then an order a line. */
  CSV;

  static final String ENDINGS = ".ndjson, .jsonl or .csv, or one of these and .gz";

  private static final String PACKED = ".gz";

  static Optional<OrderFileKind> of(Path file) {
    String name = name(file);
    String plain = isPacked(file) ? name.substring(0, name.length() - PACKED.length()) : name;
    if (plain.endsWith(".ndjson") || plain.endsWith(".jsonl")) {
      return Optional.of(NDJSON);
    }
    return plain.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
  }

  static boolean isPacked(Path file) {
    return name(file).endsWith(PACKED);
  }

  private static String name(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }
}
