package io.tiffin.store.jdbc;

import io.tiffin.feature.Catalogue;
import io.tiffin.fixture.RealClock;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import io.tiffin.store.RowLifetimes;
import java.util.List;

/** The contract on H2 in memory. */
class JdbcFeatureStoreTests extends FeatureStoreContract {

  private static final JdbcStoreProperties PROPERTIES =
      new JdbcStoreProperties(
          "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1", "tiffin_rows", true, 8, 500);

  @Override
  protected FeatureStore open() {
    return new JdbcFeatureStore(
        PROPERTIES, new RowLifetimes(new Catalogue(List.of())), new RealClock());
  }
}
