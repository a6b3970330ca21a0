package io.tiffin.store.dynamodb;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why DynamoDB stops the start. */
final class DynamoDbUnusableFailureAnalyzer
    extends AbstractFailureAnalyzer<DynamoDbUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, DynamoDbUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), rootFailure);
  }
}
