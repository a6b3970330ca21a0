package io.tiffin.store.firestore;

import io.tiffin.fixture.DockerImages;
import io.tiffin.fixture.RealTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.gcloud.FirestoreEmulatorContainer;

/** The contract on the emulator in a container, where Docker runs. */
class ContainerFirestoreFeatureStoreTests extends FeatureStoreContract {

  private static final String IMAGE = "gcr.io/google.com/cloudsdktool/google-cloud-cli:emulators";

  private static FirestoreEmulatorContainer container;
  private static FirestoreRoom room;

  @BeforeAll
  static void start() {
    DockerImages.require(IMAGE);
    container = new FirestoreEmulatorContainer(IMAGE);
    container.start();
    room = FirestoreRoom.at(container.getEmulatorEndpoint(), new RealTicker());
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
