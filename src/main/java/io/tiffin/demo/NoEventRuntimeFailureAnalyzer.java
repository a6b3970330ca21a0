package io.tiffin.demo;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence what the demo lacks, and in one what to do. */
final class NoEventRuntimeFailureAnalyzer extends AbstractFailureAnalyzer<NoEventRuntimeException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, NoEventRuntimeException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Set tiffin.events.runtime to embedded, or leave the profile demo out.",
        rootFailure);
  }
}
