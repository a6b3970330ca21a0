package io.tiffin.web;

import io.tiffin.bulk.OrderFileKind;
import io.tiffin.bulk.OrderFiles;
import io.tiffin.bulk.OrderLine;
import io.tiffin.bulk.OrderLines;
import io.tiffin.bulk.UnreadableOrdersException;
import io.tiffin.estimate.Estimate;
import io.tiffin.feature.Catalogue;
import io.tiffin.web.BatchJson.RefusedJson;
import io.tiffin.web.Lines.Line;
import io.tiffin.web.OrderReader.OrderRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Orders and estimates in files, read and written by what reads and writes them over HTTP. What an
 * order says of its deadline is read and not heeded: nobody waits. Thread-safe.
 */
final class JsonOrderFiles implements OrderFiles {

  private final StrictJson json;
  private final OrderReader orders;
  private final Catalogue catalogue;

  JsonOrderFiles(StrictJson json, OrderReader orders, Catalogue catalogue) {
    this.json = json;
    this.orders = orders;
    this.catalogue = catalogue;
  }

  @Override
  public OrderLines read(InputStream stream, OrderFileKind kind, int longestLine)
      throws IOException, UnreadableOrdersException {
    Lines lines = new Lines(stream, longestLine);
    LineReader reader =
        switch (kind) {
          case NDJSON -> json::tree;
          case CSV -> new CsvOrders(header(lines), catalogue)::read;
        };
    return () -> {
      Line line = lines.next();
      return line == null ? null : new JsonLine(line, reader, longestLine);
    };
  }

  private static byte[] header(Lines lines) throws IOException, UnreadableOrdersException {
    Line first = lines.next();
    byte[] header = first == null ? null : first.bytes();
    if (header == null) {
      throw new UnreadableOrdersException(
          first == null ? "it is empty, expected a header" : "line 1: the header is too long");
    }
    return header;
  }

  @Override
  public byte[] write(Estimate estimate, boolean explain) {
    return json.write(EstimateJson.of(estimate, explain));
  }

  /** Makes JSON of a line. */
  @FunctionalInterface
  private interface LineReader {

    /**
     * @throws ProblemException if it is none
     */
    JsonNode read(byte[] line);
  }

  /** A line that may be an order. */
  private final class JsonLine implements OrderLine {

    private final Line line;
    private final LineReader reader;
    private final int longest;

    JsonLine(Line line, LineReader reader, int longest) {
      this.line = line;
      this.reader = reader;
      this.longest = longest;
    }

    @Override
    public long number() {
      return line.number();
    }

    @Override
    public Reading read(Instant receivedAt) {
      byte[] bytes = line.bytes();
      if (bytes == null) {
        return refused(
            new ProblemException(
                ProblemType.BODY_TOO_LARGE, "the line is longer than " + longest + " bytes"));
      }
      try {
        Violations violations = new Violations();
        OrderRequest asked = orders.read(reader.read(bytes), receivedAt, violations);
        return asked == null ? refused(violations.toProblem()) : new Reading.Order(asked.order());
      } catch (ProblemException problem) {
        return refused(problem);
      }
    }

    private Reading refused(ProblemException problem) {
      return new Reading.Refused(
          String.valueOf(problem.getMessage()),
          index -> json.write(new RefusedJson(index, ProblemJson.of(problem))));
    }
  }
}
