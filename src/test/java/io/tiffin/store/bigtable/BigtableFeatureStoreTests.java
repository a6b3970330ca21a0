package io.tiffin.store.bigtable;

import io.tiffin.fixture.BigtableEmulator;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Google's emulator. */
class BigtableFeatureStoreTests extends FeatureStoreContract {

  private static ServerProcess emulator;
  private static BigtableRoom room;

  @BeforeAll
  static void start() {
    emulator = BigtableEmulator.start();
    room = BigtableRoom.at(emulator);
  }

  @AfterAll
  static void end() {
    room.close();
    emulator.close();
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }
}
