package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.gate.GateReport;
import io.tiffin.gate.GateReports;
import io.tiffin.gate.GateTable;
import io.tiffin.registry.ModelOperations;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import io.tiffin.registry.StandingJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Models and what is done with their versions. */
@RestController
final class ModelController implements ModelApi {

  private static final Logger LOG = LoggerFactory.getLogger(ModelController.class);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern VERSION_NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final String OVERRIDE = "override";
  private static final String PERCENT = "percent";
  private static final Set<String> ACTIVATION = Set.of(OVERRIDE, "reason");
  private static final Set<String> CANARY = Set.of(PERCENT, OVERRIDE, "reason");
  private static final Waiver NONE = new Waiver.None();

  private final ModelOperations operations;
  private final StrictJson json;
  private final WebProperties limits;
  private final Ticker ticker;
  private final Door door;

  ModelController(
      ModelOperations operations,
      StrictJson json,
      WebProperties limits,
      Doors doors,
      Ticker ticker) {
    this.operations = operations;
    this.json = json;
    this.limits = limits;
    this.ticker = ticker;
    this.door = doors.models();
  }

  @Override
  public ResponseEntity<byte[]> models() {
    List<StandingJson> models = operations.models().stream().map(StandingJson::of).toList();
    return answered(json.write(new ModelsJson(models)));
  }

  @Override
  public ResponseEntity<byte[]> model(String name) {
    return operations
        .model(name)
        .map(standing -> answered(json.write(StandingJson.of(standing))))
        .orElseThrow(() -> unknown("model " + Printable.text(name)));
  }

  @Override
  public ResponseEntity<byte[]> evaluate(HttpServletRequest request, String name, String version) {
    Answer answer =
        entered(request, "evaluate", name, version, () -> operations.evaluate(name, version));
    return answered(answer, wantsTable(request));
  }

  @Override
  public ResponseEntity<byte[]> activate(HttpServletRequest request, String name, String version)
      throws IOException {
    refuseOverride(request, name, version);
    byte[] body = body(request);
    if (body.length > 0) {
      refuseOverride(fields(body, ACTIVATION), name, version);
    }
    return answered(
        entered(
            request, "activate", name, version, () -> operations.activate(name, version, NONE)));
  }

  @Override
  public ResponseEntity<byte[]> canary(HttpServletRequest request, String name, String version)
      throws IOException {
    refuseOverride(request, name, version);
    JsonNode body = fields(body(request), CANARY);
    refuseOverride(body, name, version);
    int percent = percent(body);
    return answered(
        entered(
            request,
            "canary of " + percent + " %",
            name,
            version,
            () -> operations.canary(name, version, percent, NONE)));
  }

  @Override
  public ResponseEntity<byte[]> shadow(HttpServletRequest request, String name, String version) {
    return answered(
        entered(request, "shadow", name, version, () -> operations.shadow(name, version)));
  }

  @Override
  public ResponseEntity<byte[]> retire(HttpServletRequest request, String name, String version) {
    return answered(
        entered(request, "retire", name, version, () -> operations.retire(name, version)));
  }

  private Answer entered(
      HttpServletRequest request, String what, String name, String version, Supplier<Answer> work) {
    if (!NAME.matcher(name).matches() || !VERSION_NUMBER.matcher(version).matches()) {
      throw unknown("version " + Printable.text(version) + " of model " + Printable.text(name));
    }
    door.enter(Deadline.in(limits.maxWait(), ticker));
    try {
      LOG.info("Model {} {}: {} is asked for by {}", name, version, what, request.getRemoteAddr());
      return work.get();
    } finally {
      door.leave();
    }
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    return RequestBody.read(request, limits.maxBody(), Deadline.in(limits.maxBodyTime(), ticker));
  }

  private JsonNode fields(byte[] body, Set<String> known) {
    Violations violations = new Violations();
    JsonNode node = json.tree(body);
    var _ = Fields.of(node, "", known, violations);
    violations.refuseIfAny();
    return node;
  }

  private static int percent(JsonNode body) {
    Violations violations = new Violations();
    Fields fields = Fields.of(body, "", CANARY, violations);
    Long percent = null;
    if (fields != null) {
      fields.require(PERCENT);
      percent = fields.whole(PERCENT, 0, 100);
    }
    violations.refuseIfAny();
    return percent == null ? 0 : percent.intValue();
  }

  private static void refuseOverride(HttpServletRequest request, String name, String version) {
    if (request.getParameter(OVERRIDE) != null) {
      throw override(name, version);
    }
  }

  private static void refuseOverride(JsonNode body, String name, String version) {
    JsonNode value = body.get(OVERRIDE);
    if (value != null && !value.isNull() && !(value.isBoolean() && !value.booleanValue())) {
      throw override(name, version);
    }
  }

  private static ProblemException override(String name, String version) {
    return new ProblemException(
        ProblemType.OVERRIDE_FORBIDDEN,
        "this port has no log-in: an admin overrides the gate on the management port, by POST to /actuator/models/"
            + Printable.text(name)
            + "/"
            + Printable.text(version)
            + " with action, override and reason");
  }

  private ResponseEntity<byte[]> answered(Answer answer) {
    return answered(answer, false);
  }

  private ResponseEntity<byte[]> answered(Answer answer, boolean asTable) {
    return switch (answer) {
      case Answer.Done done -> answered(json.write(StandingJson.of(done.standing())));
      case Answer.Judged(GateReport report) -> asTable ? table(report) : judged(report);
      case Answer.Refused(GateReport report) -> throw refused(report);
      case Answer.Unknown(String message) ->
          throw new ProblemException(ProblemType.UNKNOWN_VERSION, message);
      case Answer.Conflict(String message) ->
          throw new ProblemException(ProblemType.MODEL_CONFLICT, message);
      case Answer.Unavailable(String message) ->
          throw new ProblemException(ProblemType.MODELS_UNAVAILABLE, message);
    };
  }

  private static ResponseEntity<byte[]> answered(byte[] body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }

  private static ResponseEntity<byte[]> judged(GateReport report) {
    return answered(GateReports.toJson(report).getBytes(StandardCharsets.UTF_8));
  }

  private static ResponseEntity<byte[]> table(GateReport report) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(GateTable.render(report).getBytes(StandardCharsets.UTF_8));
  }

  /** Programs that say nothing get JSON. */
  private static boolean wantsTable(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    List<MediaType> accepted = MediaType.parseMediaTypes(accept);
    return !accepted.isEmpty() && accepted.getFirst().equalsTypeAndSubtype(MediaType.TEXT_PLAIN);
  }

  private static ProblemException refused(GateReport report) {
    List<String> metrics = report.failed().stream().map(check -> check.metric()).toList();
    return new ProblemException(
        "the gate refuses version %s of model %s by profile %s: %s"
            .formatted(
                report.version(), report.model(), report.profile(), String.join(", ", metrics)),
        report.failed());
  }

  private static ProblemException unknown(String what) {
    return new ProblemException(ProblemType.UNKNOWN_VERSION, "there is no " + what);
  }
}
