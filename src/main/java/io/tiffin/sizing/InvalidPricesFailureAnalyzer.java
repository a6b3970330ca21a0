package io.tiffin.sizing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a price list that stops the start into its one sentence. */
final class InvalidPricesFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPricesException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidPricesException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Correct the file there, or leave tiffin.sizing.prices out to use the product's own; what it holds is described in src/docs/choosing-stores.md.",
        cause);
  }
}
