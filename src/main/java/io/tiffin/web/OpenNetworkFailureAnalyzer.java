package io.tiffin.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why the service does not start on an open network, and what to do. */
final class OpenNetworkFailureAnalyzer extends AbstractFailureAnalyzer<OpenNetworkException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, OpenNetworkException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Set tiffin.security.mode to api-keys or jwt, or "
            + cause.property()
            + "=127.0.0.1 and let a proxy that knows callers listen to the network.",
        cause);
  }
}
