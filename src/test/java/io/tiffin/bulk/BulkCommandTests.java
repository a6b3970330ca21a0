package io.tiffin.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.fixture.AudibleLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class BulkCommandTests {

  private static final int BATCH = 10;
  private static final Map<String, String> SMALL =
      Map.of("batch-orders", Integer.toString(BATCH), "batches", "3");

  @TempDir private Path directory;
  private final BulkFixture bulk = new BulkFixture();
  private Path orders;
  private Path estimates;

  @BeforeEach
  void name() {
    orders = directory.resolve("orders.ndjson");
    estimates = directory.resolve("estimates.ndjson");
  }

  private static List<String> words(int count) {
    return IntStream.range(0, count).mapToObj(i -> "r-" + i).toList();
  }

  private static List<String> answers(List<String> words) {
    return words.stream().map(PlainOrders::answer).toList();
  }

  private List<Path> left() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> !file.equals(orders)).toList();
    }
  }

  @Test
  void everyOrderIsAnsweredOnItsOwnLineAlsoWhereLaterBatchesAreFaster() throws Exception {
    Files.write(orders, words(1_003));
    CountDownLatch second = new CountDownLatch(2);
    bulk.estimator =
        (batch, at, deadline) -> {
          if (batch.getFirst().restaurantId().equals("r-0")) {
            await(second);
          }
          second.countDown();
          return PlainOrders.wellAnswered(batch, at, deadline);
        };

    assertThat(bulk.execute(orders, estimates, SMALL)).isZero();

    assertThat(Files.readAllLines(estimates)).isEqualTo(answers(words(1_003)));
    assertThat(left()).containsExactly(estimates);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anEmptyFileHasNoEstimates() throws Exception {
    Files.write(orders, List.of());

    assertThat(bulk.execute(orders, estimates, SMALL)).isZero();

    assertThat(estimates).isEmptyFile();
  }

  @Test
  void aBadLineIsRefusedInItsPlaceAndToldByItsNumber(CapturedOutput log) throws Exception {
    Files.write(orders, List.of("r-0", PlainOrders.BAD, "r-2"));

    assertThat(bulk.execute(orders, estimates, SMALL)).isEqualTo(3);

    assertThat(Files.readAllLines(estimates))
        .containsExactly(PlainOrders.answer("r-0"), "refused 1", PlainOrders.answer("r-2"));
    assertThat(log)
        .contains(orders + ", line 2: word: is bad")
        .contains("3 orders, 2 estimates, 1 refused; 0 degraded, 0 by the baseline, 2 on a default")
        .contains("eta 3: 2")
        .contains("1 of 3 lines were refused, more than tiffin.bulk.allowed-refusals (0.0) allows");
  }

  @Test
  void ofManyBadLinesTheLogNamesSomeAndTheAnswersAll(CapturedOutput log) throws Exception {
    Files.write(orders, IntStream.range(0, 55).mapToObj(_ -> PlainOrders.BAD).toList());

    assertThat(bulk.execute(orders, estimates, SMALL)).isEqualTo(3);

    assertThat(Files.readAllLines(estimates))
        .isEqualTo(IntStream.range(0, 55).mapToObj(i -> "refused " + i).toList());
    assertThat(log.getOut().lines().filter(line -> line.contains(": word: is bad"))).hasSize(20);
    assertThat(log).contains("further lines that are refused are told in the answers alone");
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0", "0.24, 3"})
  void aShareOfTheLinesMayBeAllowedToBeRefused(String allowed, int status) throws Exception {
    Files.write(orders, List.of("r-0", PlainOrders.BAD, "r-2", "r-3"));

    assertThat(bulk.execute(orders, estimates, Map.of("allowed-refusals", allowed)))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0.99, 4"})
  void degradedEstimatesCanBeAFailureToo(String allowed, int status, CapturedOutput log)
      throws Exception {
    Files.write(orders, words(3));
    bulk.estimator = PlainOrders::degraded;

    assertThat(bulk.execute(orders, estimates, Map.of("allowed-degraded", allowed)))
        .isEqualTo(status);

    assertThat(log).contains("3 degraded, 3 by the baseline").contains("physical 1: 3");
    assertThat(Files.readAllLines(estimates)).hasSize(3);
  }

  /** Two tries by default; the control is a single one. */
  @ParameterizedTest
  @CsvSource({"2, r-0 by eta", "1, r-0 by physical"})
  void whatIsDegradedIsTriedAgain(String tries, String answer) throws Exception {
    Files.write(orders, words(1));
    AtomicInteger calls = new AtomicInteger();
    bulk.estimator =
        (batch, at, deadline) ->
            calls.getAndIncrement() == 0
                ? PlainOrders.degraded(batch, at, deadline)
                : PlainOrders.wellAnswered(batch, at, deadline);

    assertThat(bulk.execute(orders, estimates, Map.of("tries", tries))).isZero();

    assertThat(Files.readAllLines(estimates)).containsExactly(answer);
  }

  /** Three batches under way and one that was read; the control holds all of the file. */
  @ParameterizedTest
  @CsvSource({"3, 40", "1000, 500"})
  void noMoreLinesAreHeldThanBatchesUnderWayAllow(String batches, long most) throws Exception {
    Files.write(orders, words(500));
    AtomicLong answered = new AtomicLong();
    AtomicLong held = new AtomicLong();
    CountDownLatch full = new CountDownLatch(1);
    bulk.files.whenRead =
        () -> {
          long now = bulk.files.linesRead.get() - answered.get();
          held.accumulateAndGet(now, Math::max);
          if (now >= most) {
            full.countDown();
          }
        };
    bulk.estimator =
        (batch, at, deadline) -> {
          await(full);
          answered.addAndGet(batch.size());
          return PlainOrders.wellAnswered(batch, at, deadline);
        };

    assertThat(bulk.execute(orders, estimates, Map.of("batch-orders", "10", "batches", batches)))
        .isZero();

    assertThat(held).hasValue(most);
    assertThat(Files.readAllLines(estimates)).isEqualTo(answers(words(500)));
  }

  @Test
  void packedFilesAreReadAndWritten() throws Exception {
    Path packedOrders = directory.resolve("orders.csv.gz");
    Path packedEstimates = directory.resolve("estimates.ndjson.gz");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(packedOrders))) {
      packed.write((PlainOrders.HEADER + "\nr-0\nr-1\n").getBytes(UTF_8));
    }

    assertThat(bulk.execute(packedOrders, packedEstimates, Map.of("explain", "true"))).isZero();

    try (var plain = new GZIPInputStream(Files.newInputStream(packedEstimates))) {
      assertThat(plain).hasContent("r-0 by eta explained\nr-1 by eta explained\n");
    }
  }

  @Test
  void aFileThatEndsTooEarlyLeavesNoEstimates(CapturedOutput log) throws Exception {
    Path packed = directory.resolve("orders.ndjson.gz");
    try (OutputStream whole = new GZIPOutputStream(Files.newOutputStream(packed))) {
      whole.write(String.join("\n", words(10_000)).getBytes(UTF_8));
    }
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(bulk.execute(packed, estimates, SMALL)).isEqualTo(1);

    assertThat(log).contains(packed + " cannot be read: it ends too early");
    assertThat(left()).containsExactly(packed);
  }

  @Test
  void aMissingFileIsNamed(CapturedOutput log) throws Exception {
    assertThat(bulk.execute(orders, estimates, SMALL)).isEqualTo(1);

    assertThat(log).contains(orders + " cannot be read: there is no " + orders);
    assertThat(left()).isEmpty();
  }

  @Test
  void aHeaderThatIsNoneIsNamed(CapturedOutput log) throws Exception {
    Path csv = Files.writeString(directory.resolve("orders.csv"), "what\nr-0\n");

    assertThat(bulk.execute(csv, estimates, SMALL)).isEqualTo(1);

    assertThat(log).contains(csv + " cannot be read: line 1: expected restaurant");
    assertThat(left()).containsExactly(csv);
  }

  @Test
  void whatBreaksLeavesTheFormerFileAsItWas() throws Exception {
    Files.write(orders, words(100));
    Files.writeString(estimates, "of yesterday");
    AtomicInteger batches = new AtomicInteger();
    bulk.estimator =
        (batch, at, deadline) -> {
          if (batches.incrementAndGet() == 5) {
            throw new IllegalArgumentException("a bug");
          }
          return PlainOrders.wellAnswered(batch, at, deadline);
        };

    assertThatThrownBy(() -> bulk.execute(orders, estimates, SMALL)).hasRootCauseMessage("a bug");

    assertThat(estimates).hasContent("of yesterday");
    assertThat(left()).containsExactly(estimates);
  }

  @Test
  void whoIsToldToEndBeginsNoFurtherBatchAndLeavesNoFile(CapturedOutput log) throws Exception {
    Files.write(orders, words(1_000));
    AtomicInteger batches = new AtomicInteger();
    bulk.stopped = () -> batches.get() >= 2;
    bulk.estimator =
        (batch, at, deadline) -> {
          batches.incrementAndGet();
          return PlainOrders.wellAnswered(batch, at, deadline);
        };

    assertThat(bulk.execute(orders, estimates, SMALL)).isEqualTo(1);

    assertThat(batches).hasValueLessThan(100);
    assertThat(log).contains(estimates + " was not written: the process was told to end");
    assertThat(left()).isEmpty();
  }

  @Test
  void theLogTellsHowFarItIs(CapturedOutput log) throws Exception {
    Files.write(orders, words(40));
    AtomicLong nanos = new AtomicLong();
    bulk.ticker = () -> nanos.addAndGet(1_000_000_000L);

    assertThat(bulk.execute(orders, estimates, Map.of("batch-orders", "10", "progress", "2s")))
        .isZero();

    List<String> told = new ArrayList<>(log.getOut().lines().toList());
    assertThat(told).filteredOn(line -> line.contains("so far")).isNotEmpty();
    assertThat(told.getLast()).contains("40 orders, 40 estimates").contains(" orders a second");
  }
}
