package io.tiffin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence what is wrong with the clock, and in one what to do. */
final class ClockRefusedFailureAnalyzer extends AbstractFailureAnalyzer<ClockRefusedException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, ClockRefusedException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
