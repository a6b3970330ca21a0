package io.tiffin.store.dynamodb;

import org.jspecify.annotations.Nullable;

/** The cause of an outcome: DynamoDB was not asked, or has left keys out of its answer. */
final class DynamoDbUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  DynamoDbUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
