package io.tiffin.store.firestore;

import io.tiffin.fixture.FirestoreEmulator;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on Google's emulator. */
class FirestoreFeatureStoreTests extends FeatureStoreContract {

  private static ServerProcess emulator;
  private static FirestoreRoom room;

  @BeforeAll
  static void start() {
    emulator = FirestoreEmulator.start();
    room = FirestoreRoom.at(emulator.port());
  }

  @AfterAll
  static void end() {
    if (emulator != null) {
      room.close();
      emulator.close();
    }
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }

  /** Firestore takes 1 MiB, names and all. */
  @Override
  protected int largestBody() {
    return (1 << 20) - 1_024;
  }
}
