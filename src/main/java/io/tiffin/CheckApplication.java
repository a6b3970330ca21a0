package io.tiffin;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/** The entry point of the check of a running service, as {@code helm test} makes it. */
public final class CheckApplication {

  /** Chosen: whoever does not take a connection in this time is not there. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private CheckApplication() {}

  /** Checks as {@link ServiceCheck} says, and ends the process with its status. */
  public static void main(String[] arguments) throws InterruptedException {
    int status;
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      status = new ServiceCheck(client, System.out, System.err).execute(List.of(arguments));
    }
    System.exit(status);
  }
}
