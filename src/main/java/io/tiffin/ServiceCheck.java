package io.tiffin;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * Asks a running service whether it is ready, and for an estimate as somebody whom it does not
 * know. Where callers must be known, being refused is what is wanted.
 */
final class ServiceCheck {

  private static final String USAGE =
      "usage: check URL [closed]   URL of a service, closed if it must refuse whom it does not know";

  /** Chosen: far above what an estimate may take, and below what a probe has. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String CLOSED = "closed";

  private final HttpClient client;
  private final PrintStream out;
  private final PrintStream errors;

  ServiceCheck(HttpClient client, PrintStream out, PrintStream errors) {
    this.client = client;
    this.out = out;
    this.errors = errors;
  }

  /**
   * @return 0 if all is as wanted, 1 if it is not or nobody answers, 2 if the arguments are wrong
   */
  int execute(List<String> arguments) throws InterruptedException {
    boolean closed = arguments.size() == 2 && arguments.get(1).equals(CLOSED);
    if (arguments.isEmpty() || arguments.size() > (closed ? 2 : 1)) {
      errors.println(USAGE);
      return 2;
    }
    try {
      URI service = URI.create(arguments.getFirst());
      HttpRequest ready = HttpRequest.newBuilder(service.resolve("/readyz")).build();
      HttpRequest estimate =
          HttpRequest.newBuilder(service.resolve("/v1/estimates"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"restaurantId\":\"r-check\"}"))
              .build();
      List<Integer> wanted = closed ? List.of(401) : List.of(200, 401);
      return answers(ready, List.of(200)) && answers(estimate, wanted) ? 0 : 1;
    } catch (IllegalArgumentException notAUrl) {
      errors.println("check: " + notAUrl.getMessage());
      return 2;
    } catch (IOException unanswered) {
      errors.println("check: " + arguments.getFirst() + " does not answer: " + unanswered);
      return 1;
    }
  }

  private boolean answers(HttpRequest request, List<Integer> wanted)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(request, (_, _) -> true).timeout(PATIENCE).build(),
            BodyHandlers.ofString());
    boolean isWanted = wanted.contains(answer.statusCode());
    (isWanted ? out : errors)
        .printf(
            "%s %s: %d%s%n",
            request.method(),
            request.uri().getPath(),
            answer.statusCode(),
            isWanted ? "" : ", wanted " + wanted + ": " + answer.body());
    return isWanted;
  }
}
