package io.tiffin.geo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file of a city's public holidays: UTF-8 text, one holiday a line, {@code 2026-10-03 Tag der
 * Deutschen Einheit}. The date is the local one in ISO 8601, the name is for people. Empty lines
 * and lines that start with {@code #} are skipped.
 */
public final class HolidayFile {

  /** Cities whose file lies beside the classes, under {@code tiffin/holidays}. */
  private static final List<String> BUNDLED_CITIES = List.of("berlin");

  private HolidayFile() {}

  /**
   * The dates of a file.
   *
   * @param reader the text; not closed
   * @throws IllegalArgumentException if a line does not start with a date; the message tells which
   * @throws IOException if the text cannot be read
   */
  public static Set<LocalDate> read(Reader reader) throws IOException {
    BufferedReader lines = new BufferedReader(reader);
    Set<LocalDate> dates = new TreeSet<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        dates.add(date(line.strip(), number));
      }
    }
    return dates;
  }

  /** The holidays of every city that Tiffin brings along, by city id. */
  static Map<String, Set<LocalDate>> bundled() {
    Map<String, Set<LocalDate>> holidays = new HashMap<>();
    for (String cityId : BUNDLED_CITIES) {
      holidays.put(cityId, readResource("/tiffin/holidays/" + cityId + ".txt"));
    }
    return holidays;
  }

  private static LocalDate date(String line, int number) {
    String word = line.split("\\s", 2)[0];
    try {
      return LocalDate.parse(word);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "line " + number + " starts with '" + word + "', expected a date such as 2026-10-03", e);
    }
  }

  private static Set<LocalDate> readResource(String name) {
    try (InputStream in = HolidayFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing on the class path");
      }
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
