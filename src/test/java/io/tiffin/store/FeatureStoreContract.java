package io.tiffin.store;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The contract kit of a source of truth. A technology adopts it whole, by one class:
 *
 * <pre>{@code
 * class RocksDbFeatureStoreTests extends FeatureStoreContract {
 *   @TempDir Path directory;
 *
 *   @Override
 *   protected FeatureStore open() {
 *     return ...;
 *   }
 * }
 * }</pre>
 *
 * <p>A group added here is adopted by every technology at once.
 */
public abstract class FeatureStoreContract {

  /**
   * Opens the store under test, once per test; the kit closes it. What earlier tests wrote may
   * still be there: each test has a view of its own.
   */
  protected abstract FeatureStore open() throws Exception;

  /** The largest body that the technology takes, in bytes; at least 256 KiB. */
  protected int largestBody() {
    return 1 << 20;
  }

  @Nested
  class Finding extends FindContract {
    Finding() {
      super(FeatureStoreContract.this::open);
    }
  }

  @Nested
  class Putting extends PutContract {
    Putting() {
      super(FeatureStoreContract.this::open);
    }
  }

  @Nested
  class Deleting extends DeleteContract {
    Deleting() {
      super(FeatureStoreContract.this::open);
    }
  }

  @Nested
  class Replacing extends ReplaceContract {
    Replacing() {
      super(FeatureStoreContract.this::open);
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    Concurrency() {
      super(FeatureStoreContract.this::open);
    }
  }

  @Nested
  class Content extends ContentContract {
    Content() {
      super(FeatureStoreContract.this::open);
    }

    @Test
    void theLargestBodyComesBack() {
      bodiesOfAnyBytesComeBack(largestBody());
    }
  }

  @Nested
  class Lifetime extends LifetimeContract {
    Lifetime() {
      super(FeatureStoreContract.this::open);
    }
  }
}
