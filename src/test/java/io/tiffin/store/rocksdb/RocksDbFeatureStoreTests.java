package io.tiffin.store.rocksdb;

import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksDbFeatureStoreTests extends FeatureStoreContract {

  @TempDir private Path directory;

  @Override
  protected FeatureStore open() throws Exception {
    return RocksDbStores.open(directory);
  }
}
