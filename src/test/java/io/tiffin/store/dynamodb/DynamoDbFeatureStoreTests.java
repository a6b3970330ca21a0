package io.tiffin.store.dynamodb;

import io.tiffin.fixture.DynamoDbLocal;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbFeatureStoreTests extends FeatureStoreContract {

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = DynamoDbLocal.start();
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected FeatureStore open() {
    return DynamoDbRoom.at(server.port());
  }

  /** An item takes 400 KB with its names, key, revision and envelope. */
  @Override
  protected int largestBody() {
    return 400 * 1_024 - 600;
  }
}
