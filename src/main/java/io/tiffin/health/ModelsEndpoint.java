package io.tiffin.health;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateReport;
import io.tiffin.registry.CallerAddress;
import io.tiffin.registry.ModelOperations;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import io.tiffin.registry.StandingJson;
import java.security.Principal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * {@code /actuator/models}: how models stand, and what admins do with their versions. Whoever
 * reaches the management port is one, so the gate is overridden here and nowhere else.
 */
@Endpoint(id = "models")
final class ModelsEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(ModelsEndpoint.class);

  private static final int LONGEST_REASON = 500;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Pattern VERSION_NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final ModelOperations operations;
  private final CallerAddress caller;

  ModelsEndpoint(ModelOperations operations, CallerAddress caller) {
    this.operations = operations;
    this.caller = caller;
  }

  /** All models. */
  record Models(List<StandingJson> models) {}

  /**
   * Why something was not done.
   *
   * @param failed what the gate refuses a version for; null for any other reason
   */
  record NotDone(String reason, @Nullable List<GateCheck> failed) {}

  @ReadOperation
  Models models() {
    return new Models(operations.models().stream().map(StandingJson::of).toList());
  }

  /** Null, which Actuator tells as 404, if there is none of the name. */
  @ReadOperation
  @Nullable StandingJson model(@Selector String name) {
    return operations.model(name).map(StandingJson::of).orElse(null);
  }

  /**
   * Does something with a version.
   *
   * @param action {@code evaluate}, {@code activate}, {@code canary}, {@code shadow} or {@code
   *     retire}
   * @param percent of a canary
   * @param override whether the gate's refusal does not count
   * @param reason why: required with an override, and logged
   */
  @WriteOperation
  WebEndpointResponse<Object> change(
      SecurityContext security,
      @Selector String name,
      @Selector String version,
      String action,
      @Nullable Integer percent,
      @Nullable Boolean override,
      @Nullable String reason) {
    if (!NAME.matcher(name).matches() || !VERSION_NUMBER.matcher(version).matches()) {
      return notDone(404, "there is no such version of such a model");
    }
    boolean overrides = Boolean.TRUE.equals(override);
    String wrong = wrong(action, percent, overrides, reason);
    if (wrong != null) {
      return notDone(400, wrong);
    }
    Waiver waiver = waiver(by(security), overrides, reason);
    if (waiver instanceof Waiver.Given(String by, String why)) {
      LOG.warn("Model {} {}: {} in spite of the gate by {}: {}", name, version, action, by, why);
    } else {
      LOG.info("Model {} {}: {} is asked for by {}", name, version, action, by(security));
    }
    return answered(done(name, version, action, percent == null ? 0 : percent, waiver));
  }

  /** A reason is kept and logged: on one line. */
  private static Waiver waiver(String by, boolean overrides, @Nullable String reason) {
    return overrides
        ? new Waiver.Given(by, CONTROL.matcher(String.valueOf(reason)).replaceAll(" ").strip())
        : new Waiver.None();
  }

  private static @Nullable String wrong(
      String action, @Nullable Integer percent, boolean overrides, @Nullable String reason) {
    if (!List.of("evaluate", "activate", "canary", "shadow", "retire").contains(action)) {
      return "action: expected evaluate, activate, canary, shadow or retire";
    }
    boolean isCanary = action.equals("canary");
    if (isCanary && (percent == null || percent < 0 || percent > 100)) {
      return "percent: expected a whole number from 0 to 100";
    }
    if (overrides && !isCanary && !action.equals("activate")) {
      return "override: only activate and canary are refused by the gate";
    }
    if (overrides && (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON)) {
      return "reason: expected why the gate is overridden, in 1 to "
          + LONGEST_REASON
          + " characters";
    }
    return null;
  }

  private String by(SecurityContext security) {
    Principal principal = security.getPrincipal();
    return principal == null
        ? caller.get() + ", who is not logged in"
        : principal.getName() + " at " + caller.get();
  }

  private Answer done(String name, String version, String action, int percent, Waiver waiver) {
    ModelOperations models = operations;
    return switch (action) {
      case "evaluate" -> models.evaluate(name, version);
      case "activate" -> models.activate(name, version, waiver);
      case "canary" -> models.canary(name, version, percent, waiver);
      case "shadow" -> models.shadow(name, version);
      default -> models.retire(name, version);
    };
  }

  private static WebEndpointResponse<Object> answered(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> new WebEndpointResponse<>(StandingJson.of(done.standing()), 200);
      case Answer.Judged(GateReport report) -> new WebEndpointResponse<>(report, 200);
      case Answer.Refused(GateReport report) ->
          new WebEndpointResponse<>(
              new NotDone(
                  "the gate refuses the version by profile " + report.profile(), report.failed()),
              409);
      case Answer.Unknown(String message) -> notDone(404, message);
      case Answer.Conflict(String message) -> notDone(409, message);
      case Answer.Unavailable(String message) -> notDone(503, message);
    };
  }

  private static WebEndpointResponse<Object> notDone(int status, String reason) {
    return new WebEndpointResponse<>(new NotDone(reason, null), status);
  }
}
