package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.store.WriteOutcome;
import io.tiffin.store.WriteOutcome.Applied;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The writer's thread outlives what goes wrong in it, and tells if it does not. */
class GroupCommitTests {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private final BrokenDevice device = new BrokenDevice();
  private Database database;
  private GroupCommit writes;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(directory, DataSize.ofMegabytes(16));
    writes = new GroupCommit(database, new Volume(directory, device, DataSize.ofBytes(0)));
  }

  @AfterEach
  void close() throws Exception {
    assertThat(writes.stop(PATIENCE)).isTrue();
    database.close();
  }

  @Test
  void anErrorRefusesTheGroupAndLaterWritesGoOn() throws Exception {
    device.failure = new InternalError("broken");
    WriteOutcome refused = write(1);
    device.failure = null;
    String refusal = writes.refusal();

    assertThat(refused)
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.message()).endsWith("failed: " + failed.cause()));
    assertThat(refusal).endsWith("java.lang.InternalError: broken");
    assertThat(write(1)).isEqualTo(new Applied());
    assertThat(writes.refusal()).isEmpty();
  }

  @Test
  void aThreadThatDiedIsToldAndRefusesWrites() throws Exception {
    Deadline deadly =
        Deadline.in(
            PATIENCE,
            () -> {
              if (Thread.currentThread().getName().equals("rocksdb-commit")) {
                throw new InternalError("a thread dies of this, on purpose");
              }
              return 0;
            });
    var _ = writes.submit(List.of(mutation(1)), deadly);

    String dead = "the thread that writes to " + directory + " has died";
    await()
        .dontCatchUncaughtExceptions() // the thread's own, which is what this is about
        .untilAsserted(() -> assertThat(writes.refusal()).isEqualTo(dead));
    assertThat(write(2)).isEqualTo(new WriteOutcome.Failed(dead, null));
  }

  private WriteOutcome write(long revision) throws Exception {
    Deadline deadline = Deadline.in(PATIENCE, new FakeTicker());
    return writes.submit(List.of(mutation(revision)), deadline).get().getFirst();
  }

  private static Mutation mutation(long revision) {
    return Mutation.put(new Row(new RowKey("v", "a"), revision, 0, new byte[1]));
  }

  /** A device that fails as it is told to when it is asked for its space. */
  private static final class BrokenDevice extends FileStore {

    private volatile Error failure;

    @Override
    public long getUsableSpace() {
      if (failure != null) {
        throw failure;
      }
      return Long.MAX_VALUE;
    }

    @Override
    public long getTotalSpace() {
      return Long.MAX_VALUE;
    }

    @Override
    public long getUnallocatedSpace() {
      return Long.MAX_VALUE;
    }

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public String type() {
      return "broken";
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
      return false;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
      return false;
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
      return null;
    }

    @Override
    public Object getAttribute(String attribute) {
      throw new UnsupportedOperationException(attribute);
    }
  }
}
