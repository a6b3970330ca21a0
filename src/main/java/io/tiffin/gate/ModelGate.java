package io.tiffin.gate;

import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Measures versions on this machine and judges them by the thresholds of the profile in force.
 * Thread-safe; one is judged at a time. Takes seconds, on the caller's thread.
 */
public interface ModelGate {

  /**
   * Judges a version, which is loaded for that and closed again.
   *
   * @param serving what answers now, to be compared with on the same orders; null if nothing does
   * @throws BundleRefusedException if the candidate cannot be loaded or does not answer
   */
  GateReport judge(Bundle candidate, @Nullable Bundle serving) throws BundleRefusedException;
}
