package io.tiffin.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.RowKey;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after kill -9, over and over again on the same directory. */
class KilledProcessTests {

  private static final int KILLS = Integer.getInteger("tiffin.test.scale", 1) > 1 ? 50 : 5;

  @TempDir private Path directory;
  private final Random random = new Random(42);
  private final Map<RowKey, Long> acknowledged = new HashMap<>();

  @Test
  void acknowledgedWritesSurviveKilling() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      writeAndKill(1_000_000L * (kill + 1), "honest");

      assertThat(lost()).as("lost after kill %d", kill + 1).isEmpty();
    }
    assertThat(acknowledged).hasSizeGreaterThan(1);
  }

  /** The control: a store that acknowledges too early is found out. */
  @Test
  void writesAcknowledgedBeforeTheyAreHandedOverAreFoundToBeLost() throws Exception {
    List<String> lost = List.of();
    for (int kill = 0; kill < 50 && lost.isEmpty(); kill++) {
      writeAndKill(1_000_000L * (kill + 1), "early");
      lost = lost();
    }

    assertThat(lost).isNotEmpty();
  }

  /** Lets a child write, kills it in the middle, and notes what it has acknowledged. */
  private void writeAndKill(long firstRevision, String mode) throws Exception {
    Process child = WriterProcess.start(directory, firstRevision, mode);
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      assertThat(output.readLine()).isEqualTo("ready");
      read(output, 1 + random.nextInt(300));
      child.toHandle().destroyForcibly(); // SIGKILL; leaves the pipe open, unlike the process's own
      child.waitFor();
      read(output, Integer.MAX_VALUE);
    } finally {
      child.destroyForcibly();
    }
  }

  /** Reads acknowledgements; a line that was cut off by the kill is none. */
  private void read(BufferedReader output, int lines) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int left = lines; left > 0; ) {
      int next = output.read();
      if (next < 0) {
        return;
      }
      if (next == '\n') {
        note(line.toString());
        line.setLength(0);
        left--;
      } else {
        line.append((char) next);
      }
    }
  }

  private void note(String line) {
    int space = line.indexOf(' ');
    var key = new RowKey("killed", line.substring(0, space));
    acknowledged.merge(key, Long.valueOf(line.substring(space + 1)), Math::max);
  }

  /** What was acknowledged and is not there, or not as it was written. */
  private List<String> lost() throws Exception {
    List<String> lost = new ArrayList<>();
    try (FeatureStore store = RocksDbStores.open(directory)) {
      List<RowKey> keys = List.copyOf(acknowledged.keySet());
      Deadline deadline = Deadline.in(Duration.ofMinutes(1), new FakeTicker());
      List<Outcome> outcomes = store.find(new Query(keys, deadline, Consistency.SOURCE));
      for (int i = 0; i < keys.size(); i++) {
        if (isLost(acknowledged.get(keys.get(i)), outcomes.get(i))) {
          lost.add(keys.get(i) + " at " + acknowledged.get(keys.get(i)) + ": " + outcomes.get(i));
        }
      }
    }
    return lost;
  }

  private static boolean isLost(long revision, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> {
        String entity = found.row().key().entity();
        byte[] expected = WriterProcess.body(entity, found.row().revision());
        yield found.row().revision() < revision || !Arrays.equals(found.row().body(), expected);
      }
      case Outcome.Absent absent ->
          absent.revision() < revision || !WriterProcess.isDeletion(absent.revision());
      case Outcome.Failed _ -> true;
    };
  }
}
