package io.tiffin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class KilledBulkTests {

  private static final int ORDERS = 50_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;

  @Test
  void whoIsKilledInTheMiddleLeavesTheFormerFileAndTheNextRunStartsAnew() throws Exception {
    List<String> words = IntStream.range(0, ORDERS).mapToObj(i -> "r-" + i).toList();
    Path orders = Files.write(directory.resolve("orders.ndjson"), words);
    Path estimates = Files.writeString(directory.resolve("estimates.ndjson"), "of yesterday");

    Process killed = StandingBulk.start(orders, estimates);
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> halves().stream().anyMatch(half -> half.toFile().length() > 0));
    } finally {
      killed.destroyForcibly();
      killed.waitFor();
    }

    assertThat(estimates).hasContent("of yesterday");
    assertThat(halves()).hasSize(1);

    assertThat(new BulkFixture().execute(orders, estimates, Map.of())).isZero();

    assertThat(Files.readAllLines(estimates))
        .isEqualTo(words.stream().map(PlainOrders::answer).toList());
    assertThat(halves()).isEmpty();
  }

  private List<Path> halves() {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
