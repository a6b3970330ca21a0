package io.tiffin.fuzz;

import io.tiffin.web.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer must be, whatever was asked. */
final class AnswerChecks {

  static final String ACCEPTED = "accepted";
  static final String NOT_NAMED = "field not named";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PROBLEM = "application/problem+json";

  /** What only the inside says. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "io\\.tiffin\\.|\\b(?:java|javax|jakarta|sun|jdk)\\.[a-z]|tools\\.jackson|\\b(?:org|com)\\.[a-z]+\\.|[a-z]Exception"
              + "|\\tat |Caused by|\"trace\"|[Tt]omcat/|Whitelabel");

  private static final Set<String> SECURITY_HEADERS =
      Set.of(
          "x-content-type-options",
          "x-frame-options",
          "cache-control",
          "referrer-policy",
          "content-security-policy");

  private static final Set<String> NEVER =
      Set.of("server", "set-cookie", "x-powered-by", "access-control-allow-origin");

  private final Schemas schemas;
  private final Set<String> secrets;
  private final Duration slowest;

  /**
   * @param secrets that no answer may say
   * @param slowest how long an answer may take
   */
  AnswerChecks(Schemas schemas, Set<String> secrets, Duration slowest) {
    this.schemas = schemas;
    this.secrets = Set.copyOf(secrets);
    this.slowest = slowest;
  }

  /** What is wrong: kind and detail. */
  record Fault(String kind, String detail) {}

  /** Everything that is wrong with an answer; empty if nothing is. */
  List<Fault> faults(FuzzRequest request, Answer answer, Duration took) {
    List<Fault> faults = new ArrayList<>();
    status(request, answer, faults);
    leaks(request, answer, faults);
    headers(answer, faults);
    if (took.compareTo(slowest) > 0) {
      faults.add(new Fault("too slow", took.toString()));
    }
    if (!request.isForHead() && answer.body().length > 0) {
      body(request, answer, faults);
    }
    return faults;
  }

  private static void status(FuzzRequest request, Answer answer, List<Fault> faults) {
    int status = answer.status();
    boolean isLater = status == 503 && answer.headers().containsKey("retry-after");
    boolean isNotHttp = status == 501 || status == 505;
    boolean isFree = request.expected() == Expected.HARMLESS;
    if (status >= 500 && !isLater && !(isFree && isNotHttp)) {
      faults.add(new Fault("status " + status, "the service broke"));
    }
    if (status == 429 && !answer.headers().containsKey("retry-after")) {
      faults.add(new Fault("no Retry-After", "429 says when to come back"));
    }
    if (!isFree
        && request.operation().port() == Port.API
        && request.operation().answers(status) == null) {
      faults.add(new Fault("undeclared " + status, "the document does not speak of it"));
    }
    boolean isTold = request.expected() == Expected.REFUSED || request.expected() == Expected.NAMED;
    if (isTold && status < 300 && status != 207) {
      faults.add(new Fault(ACCEPTED, request.how()));
    }
  }

  private void leaks(FuzzRequest request, Answer answer, List<Fault> faults) {
    String text = answer.text() + answer.headers();
    boolean isMetrics = request.operation().port() == Port.MANAGEMENT && answer.status() == 200;
    Matcher inside = INSIDE.matcher(text);
    if (!isMetrics && inside.find()) {
      faults.add(new Fault("shows the inside", inside.group()));
    }
    for (String secret : secrets) {
      if (text.contains(secret)) {
        faults.add(new Fault("tells a secret", secret));
      }
    }
  }

  private static void headers(Answer answer, List<Fault> faults) {
    if (!answer.headers().keySet().containsAll(SECURITY_HEADERS)) {
      faults.add(new Fault("security headers missing", "status " + answer.status()));
    }
    for (String name : NEVER) {
      if (answer.headers().containsKey(name)) {
        faults.add(new Fault("header " + name, String.valueOf(answer.headers().get(name))));
      }
    }
  }

  private void body(FuzzRequest request, Answer answer, List<Fault> faults) {
    String type = answer.headers().getOrDefault("content-type", "").replaceAll("\\s*;.*", "");
    if (answer.status() >= 400) {
      if (request.operation().port() == Port.API || type.equals(PROBLEM)) {
        problem(request, answer, type, faults);
      }
    } else if (request.expected() != Expected.HARMLESS && request.operation().port() == Port.API) {
      declared(request, answer, type, faults);
    }
  }

  private void problem(FuzzRequest request, Answer answer, String type, List<Fault> faults) {
    JsonNode problem = tree(answer);
    if (!type.equals(PROBLEM) || problem == null) {
      faults.add(new Fault("no problem", "content type '" + type + "'"));
      return;
    }
    boolean isOne =
        problem.path("type").asString("").startsWith("urn:tiffin:problem:")
            && problem.path("status").asInt(0) == answer.status()
            && !problem.path("title").asString("").isEmpty()
            && !problem.path("detail").asString("").isEmpty();
    if (!isOne) {
      faults.add(new Fault("no problem", "its type, status, title or detail is wrong"));
    }
    boolean isOfFields = answer.status() == 400 || answer.status() == 422;
    if (request.expected() == Expected.NAMED && isOfFields && !names(problem, request.field())) {
      faults.add(new Fault(NOT_NAMED, request.field()));
    }
  }

  private static boolean names(JsonNode problem, String field) {
    for (JsonNode error : problem.path("errors")) {
      String named = error.path("field").asString("");
      if (named.startsWith(field) || (!named.isEmpty() && field.startsWith(named))) {
        return true;
      }
    }
    return false;
  }

  private void declared(FuzzRequest request, Answer answer, String type, List<Fault> faults) {
    Map<String, JsonNode> declared = request.operation().answers(answer.status());
    if (declared == null) {
      return;
    }
    JsonNode schema = declared.get(type);
    if (schema == null) {
      faults.add(new Fault("content type " + type, "the document has " + declared.keySet()));
      return;
    }
    if (type.equals("application/json")) {
      JsonNode tree = tree(answer);
      List<String> violations =
          tree == null ? List.of("no JSON") : schemas.violations(tree, schema);
      if (!violations.isEmpty()) {
        faults.add(new Fault("not as its schema", String.join("; ", violations)));
      }
    }
  }

  private static @Nullable JsonNode tree(Answer answer) {
    try {
      return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      return null;
    }
  }
}
