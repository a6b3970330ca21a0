package io.tiffin.sizing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a store ends, whatever is paid. Null is no limit.
 *
 * @param clients processes that can use it
 * @param connections that it takes at once
 * @param connectionsPerClient that one process of ours opens
 * @param rowBytes of one row
 * @param writesPerRowPerSecond to one and the same row
 * @param readsPerRowPerSecond of one and the same row
 * @param writesPerSecond to all rows
 * @param gib of all rows
 */
record Limits(
    @Nullable Double clients,
    @Nullable Double connections,
    double connectionsPerClient,
    @Nullable Double rowBytes,
    @Nullable Double writesPerRowPerSecond,
    @Nullable Double readsPerRowPerSecond,
    @Nullable Double writesPerSecond,
    @Nullable Double gib) {

  /** Why a load is too much; empty if it is not. Rows are taken as equally busy. */
  Optional<String> brokenBy(Workload workload, Load load) {
    double processes = workload.clients();
    double bytes = workload.bytesPerRow();
    String reason;
    if (exceeds(processes, clients)) {
      reason = "%s clients, it takes %s".formatted(text(processes), text(clients));
    } else if (exceeds(processes * connectionsPerClient, connections)) {
      reason =
          "%s clients with %s connections each, it takes %s"
              .formatted(text(processes), text(connectionsPerClient), text(connections));
    } else if (exceeds(bytes, rowBytes)) {
      reason = "rows of %s bytes, it takes %s".formatted(text(bytes), text(rowBytes));
    } else if (exceeds(load.writesPerSecond(), writesPerSecond)) {
      reason =
          "%s writes/s, it takes %s".formatted(text(load.writesPerSecond()), text(writesPerSecond));
    } else if (exceeds(load.storedGib(), gib)) {
      reason = "%s GiB of rows, it takes %s".formatted(text(load.storedGib()), text(gib));
    } else {
      reason = ofOneRow(workload, load);
    }
    return Optional.ofNullable(reason);
  }

  private @Nullable String ofOneRow(Workload workload, Load load) {
    double writes = load.writesPerSecond() / workload.rows();
    double reads = load.readsPerSecond() / workload.rows();
    if (exceeds(writes, writesPerRowPerSecond)) {
      return "%s writes/s to each row, it takes %s"
          .formatted(text(writes), text(writesPerRowPerSecond));
    }
    if (exceeds(reads, readsPerRowPerSecond)) {
      return "%s reads/s of each row, it takes %s"
          .formatted(text(reads), text(readsPerRowPerSecond));
    }
    return null;
  }

  private static boolean exceeds(double asked, @Nullable Double limit) {
    return limit != null && asked > limit;
  }

  private static String text(@Nullable Double number) {
    return number == null ? "any" : Amount.text(number);
  }

  private static String text(double number) {
    return Amount.text(number);
  }
}
