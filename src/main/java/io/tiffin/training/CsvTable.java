package io.tiffin.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A CSV file with a header line, held as text. Separator is the comma; a field may stand in double
 * quotes, within which a quote is doubled; a field does not span lines. Empty fields and {@code NA}
 * are missing values.
 */
final class CsvTable {

  private final Path file;
  private final List<String> header;
  private final List<List<String>> rows;

  private CsvTable(Path file, List<String> header, List<List<String>> rows) {
    this.file = file;
    this.header = header;
    this.rows = rows;
  }

  /**
   * Reads a file as UTF-8.
   *
   * @throws TrainingInputException if it cannot be read, is empty, or a line has more or fewer
   *     fields than the header
   */
  static CsvTable read(Path file) throws TrainingInputException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new TrainingInputException(file + ": cannot be read: " + unreadable, unreadable);
    }
    if (lines.size() < 2) {
      throw new TrainingInputException(file + ": has no rows");
    }
    List<String> header = fields(lines.getFirst());
    List<List<String>> rows = new ArrayList<>(lines.size());
    for (int line = 1; line < lines.size(); line++) {
      List<String> fields = fields(lines.get(line));
      if (fields.size() != header.size()) {
        throw new TrainingInputException(
            "%s line %d: has %d fields, the header has %d"
                .formatted(file, line + 1, fields.size(), header.size()));
      }
      rows.add(fields);
    }
    return new CsvTable(file, header, rows);
  }

  int size() {
    return rows.size();
  }

  /**
   * A column as numbers, NaN where missing.
   *
   * @throws TrainingInputException if there is no such column or a field is not a number
   */
  double[] numbers(String column) throws TrainingInputException {
    List<String> texts = texts(column);
    double[] numbers = new double[texts.size()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = number(column, row, texts.get(row));
    }
    return numbers;
  }

  /**
   * A column as text, empty where missing.
   *
   * @throws TrainingInputException if there is no such column
   */
  List<String> texts(String column) throws TrainingInputException {
    int index = header.indexOf(column);
    if (index < 0) {
      throw new TrainingInputException(
          "%s: has no column '%s'; it has %s".formatted(file, column, header));
    }
    return rows.stream().map(row -> row.get(index)).map(CsvTable::present).toList();
  }

  private double number(String column, int row, String text) throws TrainingInputException {
    if (text.isEmpty()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      throw new TrainingInputException(
          "%s line %d: %s is '%s', expected a number".formatted(file, row + 2, column, text),
          malformed);
    }
  }

  private static String present(String field) {
    return field.equals("NA") ? "" : field;
  }

  private static List<String> fields(String line) {
    if (line.indexOf('"') < 0) {
      return Arrays.asList(line.split(",", -1));
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"' && isQuoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append(c);
        at++;
      } else if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == ',' && !isQuoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
