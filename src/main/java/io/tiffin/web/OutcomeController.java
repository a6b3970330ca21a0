package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.Outcomes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Outcomes of orders, from apps that send no events. */
@RestController
final class OutcomeController implements OutcomeApi {

  private static final Set<String> OUTCOME =
      Set.of("orderId", "deliveredAt", "estimateId", "minutes");

  private static final int LONGEST_ID = 128;
  private static final double MOST_MINUTES = 1440;

  /** Clocks differ. Chosen. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Outcomes outcomes;
  private final StrictJson json;
  private final WebProperties limits;
  private final InstantSource clock;
  private final Ticker ticker;

  OutcomeController(
      Outcomes outcomes,
      StrictJson json,
      WebProperties limits,
      InstantSource clock,
      Ticker ticker) {
    this.outcomes = outcomes;
    this.json = json;
    this.limits = limits;
    this.clock = clock;
    this.ticker = ticker;
  }

  @Override
  public ResponseEntity<byte[]> outcome(HttpServletRequest request) throws IOException {
    byte[] body =
        RequestBody.read(request, limits.maxBody(), Deadline.in(limits.maxBodyTime(), ticker));
    Violations violations = new Violations();
    Fields fields = Fields.of(json.tree(body), "", OUTCOME, violations);
    boolean matched = fields != null && matched(fields, violations);
    violations.refuseIfAny();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.write(new OutcomeJson.Receipt(matched)));
  }

  private boolean matched(Fields fields, Violations violations) {
    return fields.has("estimateId") ? ofEstimate(fields, violations) : ofOrder(fields, violations);
  }

  private boolean ofOrder(Fields fields, Violations violations) {
    String orderId = fields.requiredText("orderId", LONGEST_ID);
    Instant deliveredAt = deliveredAt(fields);
    requireAbsent(fields, "minutes", "goes with estimateId; with orderId, deliveredAt does");
    return orderId != null
        && deliveredAt != null
        && violations.isEmpty()
        && outcomes.delivered(orderId, deliveredAt);
  }

  private @Nullable Instant deliveredAt(Fields fields) {
    Instant deliveredAt = fields.requiredInstant("deliveredAt");
    if (deliveredAt != null && deliveredAt.isAfter(clock.instant().plus(AHEAD))) {
      fields.refuse("deliveredAt", "is in the future");
    }
    return deliveredAt;
  }

  private boolean ofEstimate(Fields fields, Violations violations) {
    String estimateId = fields.requiredText("estimateId", LONGEST_ID);
    Double minutes = fields.requiredNumber("minutes", 0, MOST_MINUTES);
    requireAbsent(fields, "orderId", "is not needed beside estimateId");
    requireAbsent(fields, "deliveredAt", "goes with orderId; with estimateId, minutes do");
    return estimateId != null
        && minutes != null
        && violations.isEmpty()
        && outcomes.took(estimateId, minutes);
  }

  private static void requireAbsent(Fields fields, String name, String otherwise) {
    if (fields.has(name)) {
      fields.refuse(name, otherwise);
    }
  }
}
