package io.tiffin.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence which tier's name is wrong. */
final class UnknownTierFailureAnalyzer extends AbstractFailureAnalyzer<UnknownTierException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnknownTierException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()), "Correct the name, or leave it out.", rootFailure);
  }
}
