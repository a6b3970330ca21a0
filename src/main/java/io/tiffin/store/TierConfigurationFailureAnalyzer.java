package io.tiffin.store;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence what is wrong with the tiers, and in one what to do. */
final class TierConfigurationFailureAnalyzer
    extends AbstractFailureAnalyzer<TierConfigurationException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, TierConfigurationException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
