package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a request may take: what the service grants, lowered by what its caller grants in the
 * header {@code X-Deadline-Ms} or the body.
 *
 * @param startedNanos when the request came, on the ticker's scale: reading its body counts
 * @param granted the service's own limit
 * @param header the caller's limit by the header; null if there is none
 */
record Budget(long startedNanos, Duration granted, @Nullable Duration header) {

  static final String HEADER = "X-Deadline-Ms";
  private static final String FIELD = "deadlineMillis";
  private static final long MOST_MILLIS = 600_000;

  /**
   * @throws ProblemException if the header is not a number of milliseconds
   */
  static Budget of(HttpServletRequest request, Duration granted, Ticker ticker) {
    return new Budget(ticker.nanos(), granted, header(request.getHeader(HEADER)));
  }

  /** The caller's limit in the body; null if it has none. */
  static @Nullable Duration read(Fields fields) {
    Long millis = fields.whole(FIELD, 1, MOST_MILLIS);
    return millis == null ? null : Duration.ofMillis(millis);
  }

  /** The deadline by the shortest of all limits. */
  Deadline deadline(@Nullable Duration body, Ticker ticker) {
    Duration shortest = shorter(shorter(granted, header), body);
    return new Deadline(startedNanos + shortest.toNanos(), ticker);
  }

  private static Duration shorter(Duration one, @Nullable Duration other) {
    return other != null && other.compareTo(one) < 0 ? other : one;
  }

  private static @Nullable Duration header(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      long millis = Long.parseLong(value);
      if (millis >= 1 && millis <= MOST_MILLIS) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      // falls to the same refusal as a number out of range
    }
    Violations violations = new Violations();
    violations.add(HEADER, "expected a whole number of milliseconds from 1 to " + MOST_MILLIS);
    throw violations.toProblem();
  }
}
