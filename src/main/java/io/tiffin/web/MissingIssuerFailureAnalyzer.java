package io.tiffin.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence that tokens are wanted and nobody's are valid. */
final class MissingIssuerFailureAnalyzer extends AbstractFailureAnalyzer<MissingIssuerException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, MissingIssuerException cause) {
    return new FailureAnalysis(
        cause.getMessage(), "Set one of them, or tiffin.security.mode to api-keys.", cause);
  }
}
