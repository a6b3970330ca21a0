package io.tiffin.feature.yaml;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a catalogue that stops the start into its one sentence. */
final class InvalidCatalogueFailureAnalyzer
    extends AbstractFailureAnalyzer<InvalidCatalogueException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, InvalidCatalogueException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Correct the catalogue there and start again; its grammar is described in src/docs/catalogue.md.",
        cause);
  }
}
