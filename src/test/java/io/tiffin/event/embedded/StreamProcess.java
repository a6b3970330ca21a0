package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.store.InMemoryFeatureStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that sends a stream of events to a runtime of its own until it is killed, or until the
 * stream ends, and says on standard output what was acknowledged: after each batch {@value
 * #ACKNOWLEDGED} and the number of events so far, on one line.
 *
 * <p>Arguments: the directory, the number of orders in the stream, from which event to go on, and
 * {@code honest}, or {@code early} to say so before the batch is accepted.
 */
final class StreamProcess {

  static final int BATCH = 500;

  /** What a line of acknowledgement begins with; others are logs. */
  static final String ACKNOWLEDGED = "acknowledged ";

  private StreamProcess() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    List<Event> stream = EventStream.of(Integer.parseInt(arguments[1]));
    boolean early = arguments[3].equals("early");
    RunningEvents running = RunningEvents.on(directory, new InMemoryFeatureStore());
    for (int from = Integer.parseInt(arguments[2]); from < stream.size(); ) {
      int to = Math.min(from + BATCH, stream.size());
      if (early) {
        acknowledge(to);
      }
      Receipt receipt = running.events.accept(stream.subList(from, to));
      if (!(receipt instanceof Receipt.Counted)) {
        throw new IllegalStateException("not accepted: " + receipt);
      }
      if (!early) {
        acknowledge(to);
      }
      from = to;
    }
    running.close();
  }

  /** Starts one. */
  static Process start(Path directory, int orders, int from, String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            StreamProcess.class.getName(),
            directory.toString(),
            Integer.toString(orders),
            Integer.toString(from),
            mode)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** One line, in one write to the pipe. */
  private static void acknowledge(int events) {
    byte[] line = (ACKNOWLEDGED + events + "\n").getBytes(UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }
}
