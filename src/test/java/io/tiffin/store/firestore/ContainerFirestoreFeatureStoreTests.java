package io.tiffin.store.firestore;

import io.tiffin.fixture.DockerImages;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The contract on the emulator in a container, where Docker runs. */
class ContainerFirestoreFeatureStoreTests extends FeatureStoreContract {

  private static final String IMAGE = "google/cloud-sdk:emulators";

  private static final int PORT = 8080;

  private static GenericContainer<?> container;
  private static FirestoreRoom room;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withExposedPorts(PORT)
            .withCommand(
                "gcloud", "beta", "emulators", "firestore", "start", "--host-port=0.0.0.0:" + PORT)
            .waitingFor(Wait.forLogMessage("(?s).*running.*", 1));
    container.start();
    room =
        FirestoreRoom.at(
            container.getHost() + ":" + container.getMappedPort(PORT), new RealTicker());
  }

  @AfterAll
  static void end() {
    if (container != null) {
      room.close();
      container.close();
    }
  }

  @Override
  protected FeatureStore open() {
    return room.store();
  }

  @Override
  protected int largestBody() {
    return (1 << 20) - 1_024;
  }
}
