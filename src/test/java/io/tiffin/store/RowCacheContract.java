package io.tiffin.store;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * The contract kit of a remote cache. A technology adopts it whole, by one class:
 *
 * <pre>{@code
 * class MemcachedRowCacheTests extends RowCacheContract {
 *   @Override
 *   protected RowCache open() {
 *     return ...;
 *   }
 * }
 * }</pre>
 *
 * <p>A cache may forget; but not here, where it has little to remember: what it was given last is
 * expected to be there. A group added here is adopted by every technology at once.
 */
public abstract class RowCacheContract {

  /**
   * Opens the cache under test, once per test; the kit closes it. What earlier tests wrote may
   * still be there: each test has a view of its own.
   */
  protected abstract RowCache open() throws Exception;

  /** The largest body that the technology takes, in bytes; at least 256 KiB. */
  protected int largestBody() {
    return 1 << 20;
  }

  /**
   * Makes the cache that was opened last forget all it holds, leases too, as a restart or a flush
   * would.
   */
  protected void forgetAll() throws Exception {
    throw new TestAbortedException("this cache cannot be made to forget on demand");
  }

  @Nested
  class Finding extends CacheFindContract {
    Finding() {
      super(RowCacheContract.this::open);
    }
  }

  @Nested
  class Updating extends CacheUpdateContract {
    Updating() {
      super(RowCacheContract.this::open);
    }
  }

  @Nested
  class Leasing extends CacheLeaseContract {
    Leasing() {
      super(RowCacheContract.this::open, RowCacheContract.this::forgetAll);
    }
  }

  @Nested
  class Concurrency extends CacheConcurrencyContract {
    Concurrency() {
      super(RowCacheContract.this::open);
    }
  }

  @Nested
  class Content extends CacheContentContract {
    Content() {
      super(RowCacheContract.this::open);
    }

    @Test
    void theLargestBodyComesBack() {
      bodiesOfAnyBytesComeBack(largestBody());
    }
  }

  @Nested
  class Lifetime extends CacheLifetimeContract {
    Lifetime() {
      super(RowCacheContract.this::open);
    }
  }
}
