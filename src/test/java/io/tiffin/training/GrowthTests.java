package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.EntityType;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureName;
import io.tiffin.feature.FeatureType;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import io.tiffin.feature.ViewKind;
import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import io.tiffin.gate.GateReport;
import io.tiffin.gate.Infrastructure;
import io.tiffin.gate.ModelGate;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole command on a few hundred rows, with a gate for which a graph of 30 KiB is too large.
 */
class GrowthTests {

  private static final Catalogue CATALOGUE =
      new Catalogue(
          List.of(
              new FeatureView(
                  "orders",
                  EntityType.REQUEST,
                  ViewKind.REQUEST,
                  Duration.ZERO,
                  null,
                  List.of(),
                  List.of(feature("distance", FeatureType.DOUBLE, 2.0)))));

  private static final double MOST_KIB = 30;

  @TempDir private static Path directory;

  private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
  private static final List<Path> JUDGED = new ArrayList<>();

  private static int status;

  @BeforeAll
  static void grow() throws Exception {
    TestRows.loadTensorFlow();
    Random random = new Random(1);
    StringBuilder csv = new StringBuilder("minutes,distance\n");
    for (int row = 0; row < 600; row++) {
      double distance = random.nextDouble(1, 9);
      double minutes = (10 + 2 * distance) * Math.exp(0.05 * random.nextGaussian());
      csv.append("%s,%s%n".formatted(minutes, distance));
    }
    Files.writeString(directory.resolve("orders.csv"), csv);
    Files.writeString(
        directory.resolve("mapping.yaml"),
        """
        view: orders
        target: minutes
        numbers: {distance: }
        wide: [numbers]
        """);
    Infrastructure infrastructure = new Infrastructure("cpu", 2, 4L << 30, 1L << 30, 2, "server");
    ModelGate gate = (candidate, serving) -> report(candidate);
    status =
        new TrainCommand(
                CATALOGUE,
                () -> new GrowthMachine(gate, infrastructure),
                new PrintStream(OUT),
                new PrintStream(new ByteArrayOutputStream()))
            .execute(
                List.of(
                    "--csv",
                    directory.resolve("orders.csv").toString(),
                    "--mapping",
                    directory.resolve("mapping.yaml").toString(),
                    "--output",
                    directory.resolve("eta/7").toString(),
                    "--frontier",
                    directory.resolve("frontier").toString(),
                    "--rung-epochs",
                    "1",
                    "--target-mae",
                    "2",
                    "--grow"));
  }

  @Test
  void itTellsTheMachineEachRungAndTheAdvice() {
    assertThat(status).isZero();
    assertThat(OUT.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "360 rows to learn from",
            "Growing for cpu, 2 processors, 4.0 GiB of memory",
            "profile server, passes a rung: 1, 0.0400 for a vCPU-hour",
            "request 8×4",
            "fits",
            "does not fit",
            "| rung | error, min |",
            "**accept**: request 8×4 errs by 0.87 min; 2.00 were asked for",
            "Wrote growth.md, growth.csv and growth.svg into",
            "Wrote the bundle");
  }

  @Test
  void itStopsAtTheFirstThatDoesNotFit() throws Exception {
    List<String> lines = Files.readAllLines(directory.resolve("frontier/growth.csv"));

    assertThat(lines.getFirst()).startsWith("rung,error_min,test_error_min,latency_p50_ms");
    assertThat(lines.subList(1, lines.size() - 1)).allMatch(line -> line.endsWith("true,true"));
    assertThat(lines.getLast()).endsWith("false,false");
    assertThat(lines).hasSizeLessThan(8);
  }

  @Test
  void theTableAndTheChartAreWritten() throws Exception {
    String table = Files.readString(directory.resolve("frontier/growth.md"));
    Path chart = directory.resolve("frontier/growth.svg");

    assertThat(table).contains("| **1. request 8×4** |").contains("does not fit: size");
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(chart.toFile())
                .getElementsByTagName("circle")
                .getLength())
        .isGreaterThan(5);
  }

  @Test
  void theChosenNetworkIsWrittenAsABundleWithTheOrdersItWasJudgedBy() throws Exception {
    Bundle bundle = new BundleReader(CATALOGUE).read(directory.resolve("eta/7"));

    assertThat(bundle.manifest().name()).isEqualTo("eta");
    assertThat(bundle.manifest().version()).isEqualTo("7");
    assertThat(Samples.read(bundle.directory().resolve("samples.jsonl")))
        .as("all of the test rows, being fewer than 256")
        .hasSize(120);
  }

  @Test
  void whatWasOnlyJudgedIsRemoved() {
    assertThat(JUDGED).isNotEmpty().allMatch(Files::notExists);
  }

  private static GateReport report(Bundle candidate) {
    JUDGED.add(candidate.directory());
    double kib = size(candidate.directory().resolve("saved_model.pb")) / 1024.0;
    return new GateReport(
        "eta",
        candidate.manifest().version(),
        "",
        "server",
        "",
        Instant.EPOCH,
        List.of(
            check("latency.p50", "ms", 1, 20),
            check("latency.p99", "ms", kib, 60),
            check("size", "MiB", kib / 1024, MOST_KIB / 1024),
            check("cpu", "ms", 0.1, 1)));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static GateCheck check(String metric, String unit, double value, double limit) {
    return new GateCheck(
        metric,
        unit,
        Kind.SATISFICING,
        value,
        limit,
        Bound.AT_MOST,
        null,
        value <= limit ? Verdict.PASSED : Verdict.FAILED,
        "");
  }

  private static Feature feature(String name, FeatureType type, Object defaultValue) {
    return new Feature(
        new FeatureName("orders", name),
        type,
        "",
        defaultValue,
        null,
        new Origin.Request(),
        Duration.ZERO,
        name);
  }
}
