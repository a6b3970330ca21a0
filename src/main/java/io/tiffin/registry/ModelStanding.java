package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import io.tiffin.model.CallWindow;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.model.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model stands.
 *
 * @param name its name
 * @param isDefault whether it answers whoever asks for none by name
 * @param canaryPercent share of orders that the canary answers; 0 without one
 * @param versions those on disk, newest first
 * @param rolesFrom where its roles are from, in words: the source of truth, or this process alone
 *     while that does not answer
 */
public record ModelStanding(
    String name,
    boolean isDefault,
    int canaryPercent,
    List<VersionStanding> versions,
    String rolesFrom) {

  public ModelStanding {
    versions = List.copyOf(versions);
  }

  /**
   * How a version stands.
   *
   * @param version its version
   * @param role what it is there for; null for none
   * @param state what it is to this process
   * @param reason why it failed or was refused; null otherwise
   * @param foundAt when this process found it
   * @param bytes size on disk
   * @param engine what runs it, with version
   * @param evaluation what its trainer measured, by name
   * @param verdict the gate's last report; null if it was not judged
   * @param calls of its calls in this process; null if it is not in memory
   * @param liveError of its estimates that came true here; null if none did
   * @param inputs how far what it is asked with here has moved; null if it is not the stable one
   */
  public record VersionStanding(
      String version,
      @Nullable Role role,
      State state,
      @Nullable String reason,
      Instant foundAt,
      long bytes,
      String engine,
      Map<String, Double> evaluation,
      @Nullable GateReport verdict,
      CallWindow.@Nullable Reading calls,
      @Nullable LiveError liveError,
      @Nullable InputDrift inputs) {}

  /** What a version is to this process. */
  public enum State {
    /** On disk, complete. */
    FOUND,
    /** On its way into memory. */
    LOADING,
    /** In memory, warm. */
    LOADED,
    /** The gate refuses it. */
    REFUSED,
    /** It is damaged, or does not load. */
    FAILED
  }
}
