package io.tiffin.store.firestore;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one sentence why Firestore stops the start. */
final class FirestoreUnusableFailureAnalyzer
    extends AbstractFailureAnalyzer<FirestoreUnusableException> {

  private static final String ACTION =
      "Set spring.cloud.gcp.project-id, and spring.cloud.gcp.credentials.location where the"
          + " platform gives no credentials; for an emulator set"
          + " spring.cloud.gcp.firestore.emulator.enabled and spring.cloud.gcp.firestore.host-port.";

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FirestoreUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), ACTION, rootFailure);
  }
}
