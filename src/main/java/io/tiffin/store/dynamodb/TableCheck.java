package io.tiffin.store.dynamodb;

import io.tiffin.batching.Deadline;
import io.tiffin.store.FeatureStore.Check;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Whether the table is there, and can be read. */
final class TableCheck {

  /** A key that no row has: their texts have a slash. */
  private static final String NOBODY = "check";

  private final String tableName;
  private final Table table;

  TableCheck(String tableName, Table table) {
    this.tableName = tableName;
    this.table = table;
  }

  /** Returns by the deadline. */
  Check run(Deadline deadline) {
    try {
      return Table.await(table.begin(this::look), deadline);
    } catch (TimeoutException _) {
      return new Check(false, "DynamoDB has not answered in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Check(false, "interrupted before DynamoDB answered");
    } catch (ExecutionException e) {
      return new Check(false, reason(e.getCause()));
    } catch (RejectedExecutionException _) {
      return new Check(false, "the DynamoDB store is closed");
    }
  }

  private Check look() throws Exception {
    DynamoDbClient rows = table.rows();
    TableDescription description =
        table.service().describeTable(request -> request.tableName(tableName)).table();
    if (!TableCreation.USABLE.contains(description.tableStatus())) {
      return new Check(
          false, "the table «%s» is %s".formatted(tableName, description.tableStatusAsString()));
    }
    if (!hasKeyOfText(description)) {
      return new Check(
          false,
          "the table «%s» has another key: it must be the text «%s» alone, without a sort key"
              .formatted(tableName, StoredItem.KEY));
    }
    var _ = rows.getItem(request -> request.tableName(tableName).key(StoredItem.key(NOBODY)));
    return new Check(
        true,
        String.format(
            Locale.ROOT,
            "the table «%s» is %s, with about %,d items",
            tableName,
            description.tableStatusAsString(),
            description.itemCount()));
  }

  private static boolean hasKeyOfText(TableDescription description) {
    return description.keySchema().equals(List.of(TableCreation.PARTITION_KEY))
        && description.attributeDefinitions().contains(TableCreation.KEY_TYPE);
  }

  private String reason(@Nullable Throwable failure) {
    return switch (failure) {
      case ResourceNotFoundException _ -> {
        table.isMissing();
        yield "there is no table «"
            + tableName
            + "»: create it, or set tiffin.store.dynamodb.create-if-missing";
      }
      case DynamoDbException refused when refused.statusCode() < 500 ->
          "DynamoDB refuses: " + message(refused);
      case null, default -> "DynamoDB cannot be reached: " + failure;
    };
  }

  private static String message(DynamoDbException refused) {
    AwsErrorDetails details = refused.awsErrorDetails();
    return String.valueOf(details == null ? refused.getMessage() : details.errorMessage());
  }
}
