package io.tiffin.store.firestore;

import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.firestore.v1.BatchWriteResponse;
import io.grpc.Status;

/**
 * What Firestore says of one write among others.
 *
 * @param cause the status as an exception; means nothing where the write was applied
 */
record WriteStatus(Kind kind, Throwable cause) {

  /** What became of it. */
  enum Kind {
    APPLIED,
    /** Another writer came first: to be read and decided again. */
    LOST,
    /** Refused for another reason. */
    FAILED
  }

  /** The status of the write at a place of the call. */
  static WriteStatus of(BatchWriteResponse response, int index) {
    if (index >= response.getStatusCount()) {
      return new WriteStatus(
          Kind.FAILED,
          new FirestoreUnavailableException("Firestore gave fewer statuses than it had writes"));
    }
    com.google.rpc.Status given = response.getStatus(index);
    Status status = Status.fromCodeValue(given.getCode()).withDescription(given.getMessage());
    return new WriteStatus(kind(status.getCode()), exception(status));
  }

  private static Kind kind(Status.Code code) {
    return switch (code) {
      case OK -> Kind.APPLIED;
      case FAILED_PRECONDITION, ALREADY_EXISTS, NOT_FOUND, ABORTED -> Kind.LOST;
      default -> Kind.FAILED;
    };
  }

  private static Throwable exception(Status status) {
    return ApiExceptionFactory.createException(
        status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false);
  }
}
