package io.tiffin.event.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why the directory of events stops the start. */
final class EventsUnusableFailureAnalyzer extends AbstractFailureAnalyzer<EventsUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, EventsUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
