package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.serving.EntityFeatures;
import io.tiffin.serving.FeatureLookUp;
import io.tiffin.serving.FeatureWriter;
import io.tiffin.serving.FeatureWriter.Facts;
import io.tiffin.serving.FeatureWriter.Result;
import io.tiffin.serving.UnknownFeatureException;
import io.tiffin.store.WriteOutcome;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Stored features of single entities: looked up, replaced and deleted. */
@RestController
final class FeatureController implements FeatureApi {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureController.class);

  private final FeatureLookUp lookUp;
  private final FeatureWriter writer;
  private final StrictJson json;
  private final WebProperties limits;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Door door;

  FeatureController(
      FeatureLookUp lookUp,
      FeatureWriter writer,
      StrictJson json,
      WebProperties limits,
      Doors doors,
      InstantSource clock,
      Ticker ticker) {
    this.lookUp = lookUp;
    this.writer = writer;
    this.json = json;
    this.limits = limits;
    this.clock = clock;
    this.ticker = ticker;
    this.door = doors.features();
  }

  @Override
  public ResponseEntity<byte[]> lookUp(HttpServletRequest request) throws IOException {
    Budget budget = Budget.of(request, limits.lookupDeadline(), ticker);
    LookUpRequest asked = LookUpRequest.read(tree(request));
    Deadline deadline = budget.deadline(null, ticker);
    door.enter(deadline);
    try {
      List<EntityFeatures> found =
          lookUp.find(asked.view(), asked.entities(), asked.features(), asked.maxAge(), deadline);
      return answered(LookUpJson.of(asked.view(), found, clock.instant()));
    } catch (UnknownFeatureException e) {
      Violations violations = new Violations();
      violations.addFeature(field(asked, e), "the catalogue has no " + Printable.text(e.name()));
      throw violations.toProblem();
    } finally {
      door.leave();
    }
  }

  @Override
  public ResponseEntity<byte[]> put(HttpServletRequest request, String view, String entity)
      throws IOException {
    Facts facts = FactsReader.read(tree(request), entity);
    return written(view, () -> writer.put(view, List.of(facts), deadline()).getFirst());
  }

  @Override
  public ResponseEntity<byte[]> delete(String view, String entity, String eventTime) {
    Instant at = Fields.parseInstant(eventTime);
    if (at == null) {
      Violations violations = new Violations();
      violations.add("eventTime", "expected an instant in UTC such as 2026-11-22T18:05:00Z");
      throw violations.toProblem();
    }
    return written(view, () -> writer.delete(view, entity, at, deadline()));
  }

  /** The field that names what the catalogue does not have. */
  private static String field(LookUpRequest asked, UnknownFeatureException unknown) {
    List<String> features = asked.features() == null ? List.of() : asked.features();
    for (int at = 0; at < features.size(); at++) {
      if (unknown.name().equals(asked.view() + "." + features.get(at))) {
        return "features[" + at + "]";
      }
    }
    return "view";
  }

  private ResponseEntity<byte[]> written(String view, Supplier<Result> write) {
    return switch (entered(() -> WritableViews.guard(view, write))) {
      case Result.Rejected(List<FeatureWriter.Violation> found) -> throw rejected(found);
      case Result.Written(WriteOutcome.Applied ignored) -> answered(new AppliedJson(true));
      case Result.Written(WriteOutcome.Superseded ignored) -> answered(new AppliedJson(false));
      case Result.Written(WriteOutcome.Failed failed) -> throw unavailable(view, failed);
    };
  }

  private Result entered(Supplier<Result> write) {
    door.enter(deadline());
    try {
      return write.get();
    } finally {
      door.leave();
    }
  }

  private JsonNode tree(HttpServletRequest request) throws IOException {
    Deadline deadline = Deadline.in(limits.maxBodyTime(), ticker);
    return json.tree(RequestBody.read(request, limits.maxBody(), deadline));
  }

  private static ProblemException rejected(List<FeatureWriter.Violation> found) {
    Violations violations = new Violations();
    for (FeatureWriter.Violation each : found) {
      if (each.field().startsWith("values.")) {
        violations.addFeature(each.field(), each.message());
      } else {
        violations.add(each.field(), each.message());
      }
    }
    return violations.toProblem();
  }

  private static ProblemException unavailable(String view, WriteOutcome.Failed failed) {
    LOG.warn("A write to view {} failed: {}", view, failed.message(), failed.cause());
    return new ProblemException(
        ProblemType.STORE_UNAVAILABLE,
        "the store took no write; writing the same again is harmless");
  }

  private Deadline deadline() {
    return Deadline.in(limits.writeDeadline(), ticker);
  }

  private ResponseEntity<byte[]> answered(Object answer) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.write(answer));
  }
}
