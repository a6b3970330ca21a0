package io.tiffin.registry;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateReport;
import io.tiffin.model.CallWindow;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.model.Role;
import io.tiffin.registry.ModelStanding.State;
import io.tiffin.registry.ModelStanding.VersionStanding;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model stands, as it is told to people and programs: units are in the names, and roles are
 * called as in estimates.
 *
 * @param name its name
 * @param isDefault whether it answers whoever asks for none by name
 * @param canaryPercent share of orders that the canary answers; 0 without one
 * @param rolesFrom where its roles are from
 * @param versions those on disk, newest first
 */
public record StandingJson(
    String name,
    boolean isDefault,
    int canaryPercent,
    String rolesFrom,
    List<VersionJson> versions) {

  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * How a version stands; see {@link VersionStanding}.
   *
   * @param role {@code stable}, {@code canary}, {@code shadow} or {@code previous}; null for none
   * @param evaluation what its trainer measured, by name
   */
  public record VersionJson(
      String version,
      @Nullable String role,
      State state,
      @Nullable String reason,
      Instant foundAt,
      long bytes,
      String engine,
      Map<String, Double> evaluation,
      @Nullable VerdictJson verdict,
      @Nullable CallsJson calls,
      @Nullable LiveError liveError,
      @Nullable InputDrift inputs) {}

  /**
   * What the gate said last.
   *
   * @param profile the thresholds' name
   * @param machine what it was measured on
   */
  public record VerdictJson(
      boolean accepted, String profile, String machine, Instant at, List<GateCheck> checks) {

    static @Nullable VerdictJson of(@Nullable GateReport report) {
      return report == null
          ? null
          : new VerdictJson(
              report.accepted(), report.profile(), report.machine(), report.at(), report.checks());
    }
  }

  /**
   * What became of its last calls in this process.
   *
   * @param ever calls since it was loaded
   * @param calls those that are remembered
   * @param failed how many of these brought nothing
   * @param p50Millis of those that were answered
   */
  public record CallsJson(
      long ever, int calls, int failed, double failedShare, double p50Millis, double p99Millis) {

    static @Nullable CallsJson of(CallWindow.@Nullable Reading reading) {
      return reading == null
          ? null
          : new CallsJson(
              reading.ever(),
              reading.calls(),
              reading.failed(),
              reading.failedShare(),
              reading.p50Nanos() / NANOS_PER_MILLI,
              reading.p99Nanos() / NANOS_PER_MILLI);
    }
  }

  public static StandingJson of(ModelStanding standing) {
    return new StandingJson(
        standing.name(),
        standing.isDefault(),
        standing.canaryPercent(),
        standing.rolesFrom(),
        standing.versions().stream().map(StandingJson::version).toList());
  }

  private static VersionJson version(VersionStanding version) {
    return new VersionJson(
        version.version(),
        role(version.role()),
        version.state(),
        version.reason(),
        version.foundAt(),
        version.bytes(),
        version.engine(),
        version.evaluation(),
        VerdictJson.of(version.verdict()),
        CallsJson.of(version.calls()),
        version.liveError(),
        version.inputs());
  }

  private static @Nullable String role(@Nullable Role role) {
    return role == null ? null : role.name().toLowerCase(Locale.ROOT);
  }
}
