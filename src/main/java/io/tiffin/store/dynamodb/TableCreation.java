package io.tiffin.store.dynamodb;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/**
 * Creates the table where that is wanted and it is missing: on demand, and with expiry. Others may
 * do the same at the same time.
 */
final class TableCreation {

  /** Between two looks at a table that is being made. Chosen; it takes the service seconds. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** Looks before it has failed; the next use begins again. Chosen: about a minute. */
  private static final int LOOKS = 300;

  /** In which a table takes reads and writes. */
  static final Set<TableStatus> USABLE = Set.of(TableStatus.ACTIVE, TableStatus.UPDATING);

  /** The partition key, and the only one. */
  static final KeySchemaElement PARTITION_KEY =
      KeySchemaElement.builder().attributeName(StoredItem.KEY).keyType(KeyType.HASH).build();

  static final AttributeDefinition KEY_TYPE =
      AttributeDefinition.builder()
          .attributeName(StoredItem.KEY)
          .attributeType(ScalarAttributeType.S)
          .build();

  private final String table;
  private final boolean wanted;

  TableCreation(String table, boolean wanted) {
    this.table = table;
    this.wanted = wanted;
  }

  boolean isWanted() {
    return wanted;
  }

  /** Returns once the table is there; at once where it is not to be created. */
  void run(DynamoDbClient service) {
    if (!wanted) {
      return;
    }
    Optional<TableStatus> status = status(service);
    if (status.isEmpty()) {
      create(service);
    }
    for (int look = 0; status.filter(USABLE::contains).isEmpty(); look++) {
      if (look == LOOKS) {
        throw new IllegalStateException("the table «" + table + "» has not become active");
      }
      if (look > 0) {
        pause();
      }
      status = status(service);
    }
    enableExpiry(service);
  }

  /** Empty if there is no table. */
  private Optional<TableStatus> status(DynamoDbClient service) {
    try {
      return Optional.of(
          service.describeTable(request -> request.tableName(table)).table().tableStatus());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  private void create(DynamoDbClient service) {
    try {
      var _ =
          service.createTable(request ->
              request
                  .tableName(table)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(KEY_TYPE)
                  .keySchema(PARTITION_KEY));
    } catch (ResourceInUseException _) {
      // another process creates it
    }
  }

  private void enableExpiry(DynamoDbClient service) {
    if (expires(service)) {
      return;
    }
    try {
      var _ =
          service.updateTimeToLive(request ->
              request
                  .tableName(table)
                  .timeToLiveSpecification(
                      expiry -> expiry.attributeName(StoredItem.EXPIRY).enabled(true)));
    } catch (DynamoDbException e) {
      if (!expires(service)) { // another process may just have done it
        throw e;
      }
    }
  }

  private boolean expires(DynamoDbClient service) {
    TimeToLiveStatus status =
        service
            .describeTimeToLive(request -> request.tableName(table))
            .timeToLiveDescription()
            .timeToLiveStatus();
    return status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted while the table is being made", e);
    }
  }
}
