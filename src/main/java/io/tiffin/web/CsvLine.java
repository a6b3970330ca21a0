package io.tiffin.web;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of comma-separated values by RFC 4180; a quoted line feed is not understood. */
final class CsvLine {

  private static final int MAX_DIGITS = 64;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private CsvLine() {}

  /**
   * The names of a first line.
   *
   * @throws ProblemException if they cannot be read
   */
  static List<String> header(byte[] line) {
    String text = decode(line);
    return split(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }

  /**
   * The fields of a line.
   *
   * @throws ProblemException if they cannot be read
   */
  static List<String> fields(byte[] line) {
    return split(decode(line));
  }

  /** A {@link Long} or a {@link Double}; null if the field is no number. */
  static @Nullable Number number(String field) {
    try {
      if (field.length() <= MAX_DIGITS) {
        BigDecimal number = new BigDecimal(field);
        return number.scale() <= 0 && (long) number.precision() - number.scale() < 19
            ? (Number) number.longValueExact()
            : (Number) number.doubleValue();
      }
    } catch (NumberFormatException e) {
      // is no number, as one that is too long
    }
    return null;
  }

  /** A field in quotes may hold commas, and quotes written twice. */
  private static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"' && quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
        field.append(c);
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw malformed("a quote is not closed on its line");
    }
    fields.add(field.toString());
    return fields;
  }

  private static String decode(byte[] line) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      if (Printable.isPlain(text.replace('\t', ' '))) {
        return text;
      }
    } catch (CharacterCodingException e) {
      throw malformed("the line is not UTF-8");
    }
    throw malformed("the line has control characters");
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(ProblemType.MALFORMED_BODY, detail);
  }
}
