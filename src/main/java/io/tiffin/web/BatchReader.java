package io.tiffin.web;

import io.tiffin.web.OrderReader.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code {"orders":[…]}} one order at a time, so that a large batch is never held as a tree.
 * Thread-safe.
 */
final class BatchReader {

  private static final String ORDERS = "orders";

  private final StrictJson json;
  private final OrderReader orders;
  private final int mostOrders;

  BatchReader(StrictJson json, OrderReader orders, int mostOrders) {
    this.json = json;
    this.orders = orders;
    this.mostOrders = mostOrders;
  }

  /**
   * @throws ProblemException if the batch itself is malformed; an order that is wrong is refused
   *     alone
   */
  Batch read(byte[] body, Instant receivedAt) {
    return json.read(body, parser -> batch(parser, receivedAt));
  }

  private Batch batch(JsonParser parser, Instant receivedAt) {
    Violations violations = new Violations();
    List<Batch.Entry> entries = null;
    Shortest deadline = new Shortest();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      violations.add("body", "expected a JSON object");
      throw violations.toProblem();
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!name.equals(ORDERS)) {
        violations.add(Printable.text(name), "is not a field of this object");
        parser.skipChildren();
      } else if (value == JsonToken.START_ARRAY && entries == null) {
        entries = entries(parser, receivedAt, deadline, violations);
      } else {
        violations.add(ORDERS, "expected one array of orders");
        parser.skipChildren();
      }
    }
    if (entries == null) {
      violations.add(ORDERS, "is required");
    }
    violations.refuseIfAny();
    return new Batch(entries == null ? List.of() : entries, deadline.duration);
  }

  private List<Batch.Entry> entries(
      JsonParser parser, Instant receivedAt, Shortest deadline, Violations violations) {
    List<Batch.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (entries.size() == mostOrders) {
        violations.add(ORDERS, "expected at most " + mostOrders + " orders");
        throw violations.toProblem();
      }
      entries.add(entry(parser, receivedAt, deadline));
    }
    return entries;
  }

  private Batch.Entry entry(JsonParser parser, Instant receivedAt, Shortest deadline) {
    Violations violations = new Violations();
    OrderRequest read = orders.read(json.subtree(parser), receivedAt, violations);
    if (read == null) {
      return new Batch.Entry.Refused(violations.toProblem());
    }
    deadline.add(read.deadline());
    return new Batch.Entry.Accepted(read.order());
  }

  /** The shortest of the deadlines seen. */
  private static final class Shortest {

    private @Nullable Duration duration;

    void add(@Nullable Duration other) {
      if (other != null && (duration == null || other.compareTo(duration) < 0)) {
        duration = other;
      }
    }
  }
}
