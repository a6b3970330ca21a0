package io.tiffin.store.firestore;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import io.grpc.StatusRuntimeException;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the failures of calls, and of single writes in a call, mean. */
final class FirestoreFailures {

  private FirestoreFailures() {}

  static Reason reason(Throwable failure) {
    return failure instanceof TimeoutException || code(failure) == Code.DEADLINE_EXCEEDED
        ? Reason.TIMED_OUT
        : Reason.ERROR;
  }

  /** Whether the same call may succeed a little later. */
  static boolean isPassing(Throwable failure) {
    Code code = code(failure);
    return code == Code.UNAVAILABLE || code == Code.RESOURCE_EXHAUSTED || code == Code.ABORTED;
  }

  private static @Nullable Code code(Throwable failure) {
    return failure instanceof ApiException api ? api.getStatusCode().getCode() : null;
  }

  /** For operators. */
  static String message(Throwable failure) {
    return reason(failure) == Reason.TIMED_OUT
        ? "Firestore did not answer in time"
        : "Firestore did not take it: " + said(failure);
  }

  /** What the server said, without the client's wrappings. */
  private static String said(Throwable failure) {
    String message =
        failure.getCause() instanceof StatusRuntimeException cause
            ? cause.getStatus().getDescription()
            : null;
    return message == null ? String.valueOf(failure.getMessage()) : message;
  }

  /** What is wrong with the whole database, for operators. */
  static String sentence(Throwable failure, String database) {
    Code code = code(failure);
    String said = " (" + said(failure) + ")";
    if (reason(failure) == Reason.TIMED_OUT) {
      return "the database " + database + " did not answer in time";
    }
    if (code == Code.NOT_FOUND) {
      return "there is no database " + database + ", create it with gcloud" + said;
    }
    if (code == Code.PERMISSION_DENIED || code == Code.UNAUTHENTICATED) {
      return "the credentials do not open " + database + ", grant them roles/datastore.user" + said;
    }
    return "the database " + database + " cannot be reached" + said;
  }
}
