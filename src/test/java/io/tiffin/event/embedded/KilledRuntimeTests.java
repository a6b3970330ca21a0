package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.ExpectedRows;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed again and again while it takes in a stream of events, of which a tenth comes
 * twice and a tenth comes late; what was not acknowledged is sent again. In the end the rows are
 * those of a replay that saw each event once.
 *
 * <p>{@code -Dtiffin.test.scale=5} for a million events and 20 kills.
 */
class KilledRuntimeTests {

  private static final boolean LARGE = Integer.getInteger("tiffin.test.scale", 1) >= 5;
  private static final int KILLS = LARGE ? 20 : 3;
  private static final int ORDERS = LARGE ? 85_000 : 1_500;

  @TempDir private Path directory;
  private final Random random = new Random(42);
  private int acknowledged;

  @Test
  void afterManyKillsEveryEventHasCountedOnce() throws Exception {
    List<Event> stream = EventStream.of(ORDERS);
    int batches = stream.size() / StreamProcess.BATCH;
    for (int kill = 0; kill < KILLS; kill++) {
      sendAndKill("honest", 1 + random.nextInt(batches / KILLS));
    }
    sendAndKill("honest", Integer.MAX_VALUE);

    assertThat(acknowledged).isEqualTo(stream.size());
    assertThat(differences(stream)).isEmpty();
    System.out.printf("%,d events, %d kills: no difference to a replay%n", stream.size(), KILLS);
  }

  /** The control: a runtime that acknowledges too early is found out. */
  @Test
  void eventsAcknowledgedBeforeTheyAreDurableAreFoundToBeMissing() throws Exception {
    List<Event> stream = EventStream.of(300);
    for (int kill = 0; kill < 3; kill++) {
      acknowledge(StreamProcess.start(directory, 300, acknowledged, "early"), 1);
    }
    acknowledge(StreamProcess.start(directory, 300, acknowledged, "honest"), Integer.MAX_VALUE);

    assertThat(differences(stream)).isNotEmpty();
  }

  private void sendAndKill(String mode, int batches) throws Exception {
    acknowledge(StreamProcess.start(directory, ORDERS, acknowledged, mode), batches);
  }

  /** Notes what a child acknowledges, and kills it after so many batches. */
  private void acknowledge(Process child, int batches) throws Exception {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      if (read(output, batches)) {
        child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe open
        child.waitFor();
        read(output, Integer.MAX_VALUE);
      }
    } finally {
      child.destroyForcibly();
      child.waitFor();
    }
  }

  /** Reads acknowledgements; a line that was cut off by the kill is none. */
  private boolean read(BufferedReader output, int lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int left = lines; left > 0; ) {
      int next = output.read();
      if (next < 0) {
        return false;
      }
      if (next != '\n') {
        line.append((char) next);
        continue;
      }
      if (line.toString().startsWith(StreamProcess.ACKNOWLEDGED)) {
        acknowledged = Integer.parseInt(line.substring(StreamProcess.ACKNOWLEDGED.length()));
        left--;
      }
      line.setLength(0);
    }
    return true;
  }

  private List<String> differences(List<Event> stream) throws Exception {
    Map<RowKey, Row> expected = ExpectedRows.after(stream, RunningEvents.CATALOGUE);
    assertThat(expected).hasSizeGreaterThan(100);
    try (KeptRows kept = KeptRows.in(directory)) {
      return kept.differences(expected);
    }
  }
}
