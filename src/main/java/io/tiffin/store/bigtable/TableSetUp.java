package io.tiffin.store.bigtable;

import static com.google.cloud.bigtable.admin.v2.models.GCRules.GCRULES;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.bigtable.admin.v2.BigtableTableAdminClient;
import com.google.cloud.bigtable.admin.v2.models.CreateTableRequest;
import com.google.cloud.bigtable.admin.v2.models.GCRules.GCRule;
import com.google.cloud.bigtable.admin.v2.models.ModifyColumnFamiliesRequest;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the table and its column family if they are not there, when somebody needs them first.
 * Others may do the same at the same time. Thread-safe.
 */
final class TableSetUp {

  private static final Logger LOG = LoggerFactory.getLogger(TableSetUp.class);

  /** What is older than a second goes: a cell's timestamp is when it expires. */
  private static final GCRule EXPIRED = GCRULES.maxAge(1, TimeUnit.SECONDS);

  private final BigtableClients clients;
  private final String table;
  private @Nullable CompletableFuture<Void> latest;

  TableSetUp(BigtableClients clients) {
    this.clients = clients;
    this.table = clients.store().table();
  }

  /** Completes when the table is there; fails if it can neither be seen nor made now. */
  synchronized CompletableFuture<Void> begun() {
    CompletableFuture<Void> known = latest;
    if (known == null || known.isCompletedExceptionally()) {
      known = new CompletableFuture<>();
      latest = known;
      CompletableFuture<Void> begun = known;
      Thread.ofVirtual().name("bigtable-set-up").start(() -> setUp(begun));
    }
    return known;
  }

  /** The table was seen to be missing: it is made again when it is needed next. */
  synchronized void forget() {
    CompletableFuture<Void> known = latest;
    if (known != null && known.isDone()) {
      latest = null;
    }
  }

  private void setUp(CompletableFuture<Void> begun) {
    try (BigtableTableAdminClient tables = clients.tables()) {
      create(tables);
      begun.complete(null);
    } catch (IOException | RuntimeException e) {
      begun.completeExceptionally(e);
    }
  }

  private void create(BigtableTableAdminClient tables) {
    CreateTableRequest wanted =
        CreateTableRequest.of(table).addFamily(BigtableCells.FAMILY, EXPIRED);
    for (int digit = 1; digit < 16; digit++) {
      wanted.addSplit(ByteString.copyFromUtf8(HexFormat.of().toHexDigits(digit, 1)));
    }
    try {
      var _ = tables.createTable(wanted);
      LOG.info("Made Bigtable's table {}", table);
    } catch (AlreadyExistsException _) {
      addFamily(tables);
    }
  }

  private void addFamily(BigtableTableAdminClient tables) {
    boolean there =
        tables.getTable(table).getColumnFamilies().stream()
            .anyMatch(family -> family.getId().equals(BigtableCells.FAMILY));
    if (there) {
      return;
    }
    try {
      var _ =
          tables.modifyFamilies(
              ModifyColumnFamiliesRequest.of(table).addFamily(BigtableCells.FAMILY, EXPIRED));
    } catch (AlreadyExistsException e) {
      LOG.debug("Another process was first to add the column family", e);
    }
  }
}
