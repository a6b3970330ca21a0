package io.tiffin.store.bigtable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why Bigtable stops the start. */
final class BigtableUnusableFailureAnalyzer
    extends AbstractFailureAnalyzer<BigtableUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, BigtableUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
