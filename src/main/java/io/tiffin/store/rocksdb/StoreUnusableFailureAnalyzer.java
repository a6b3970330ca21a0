package io.tiffin.store.rocksdb;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why the embedded store stops the start. */
final class StoreUnusableFailureAnalyzer extends AbstractFailureAnalyzer<StoreUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StoreUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
