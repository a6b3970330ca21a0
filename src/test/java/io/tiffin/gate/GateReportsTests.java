package io.tiffin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tiffin.gate.GateCheck.Bound;
import io.tiffin.gate.GateCheck.Kind;
import io.tiffin.gate.GateCheck.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateReportsTests {

  private static final GateReport REPORT =
      new GateReport(
          "eta",
          "2",
          "84dd",
          "server",
          "2 processors, load 1.4",
          Instant.parse("2026-11-27T23:05:11.5Z"),
          List.of(
              check("mae", "min", Kind.OPTIMIZING, 7.128, 7.487, 7.13, Verdict.PASSED, ""),
              check("size", "MiB", Kind.SATISFICING, 1234.5, 256.0, 0.4, Verdict.FAILED, ""),
              check(
                  "gpu.memory",
                  "MiB",
                  Kind.SATISFICING,
                  null,
                  null,
                  null,
                  Verdict.TOLD,
                  "no GPU")));

  @Test
  void aReportIsReadAsItWasWritten() {
    String json = GateReports.toJson(REPORT);

    assertThat(GateReports.fromJson(json)).isEqualTo(REPORT);
  }

  @Test
  void theJsonSaysFirstWhetherTheVersionIsAccepted() {
    String json = GateReports.toJson(REPORT);

    assertThat(json)
        .startsWith("{\"accepted\":false,\"model\":\"eta\",\"version\":\"2\"")
        .contains("\"at\":\"2026-11-27T23:05:11.500Z\"")
        .contains("\"metric\":\"size\",\"unit\":\"MiB\",\"kind\":\"SATISFICING\",\"value\":1234.5")
        .doesNotContain("\n");
  }

  @Test
  void whatALaterTiffinAddsIsPassedOver() {
    String json = GateReports.toJson(REPORT).replace("{\"accepted\"", "{\"later\":1,\"accepted\"");

    assertThat(GateReports.fromJson(json)).isEqualTo(REPORT);
  }

  @Test
  void whatIsNoReportIsRefusedWithTheReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateReports.fromJson("{\"model\":\"eta\",\"version\":\"2\"}"))
        .withMessageContaining("digest");
    assertThatIllegalArgumentException().isThrownBy(() -> GateReports.fromJson("{"));
    assertThatIllegalArgumentException().isThrownBy(() -> GateReports.fromJson("{} {}"));
  }

  @Test
  void aNumberThatIsNoneCannotBeReported() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> check("mae", "min", Kind.OPTIMIZING, Double.NaN, 1.0, null, Verdict.FAILED, ""))
        .withMessageContaining("mae is NaN");
  }

  @Test
  void theTableTellsEveryNumberAndVerdict() {
    assertThat(GateTable.render(REPORT))
        .isEqualTo(
            """
            eta 2, profile server: REFUSED for size
            manifest 84dd
            measured 2026-11-27T23:05:11.500Z on 2 processors, load 1.4

            metric            value       limit    serving  verdict  note
            optimizing: better is better
              mae          7.13 min  ≤ 7.49 min   7.13 min  passed
            satisficing: enough is enough
              size        1,235 MiB   ≤ 256 MiB  0.400 MiB  FAILED
              gpu.memory          –           –          –  told     no GPU
            """);
  }

  private static GateCheck check(
      String metric,
      String unit,
      Kind kind,
      @Nullable Double value,
      @Nullable Double limit,
      @Nullable Double reference,
      Verdict verdict,
      String note) {
    return new GateCheck(metric, unit, kind, value, limit, Bound.AT_MOST, reference, verdict, note);
  }
}
