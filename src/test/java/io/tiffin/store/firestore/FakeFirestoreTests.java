package io.tiffin.store.firestore;

import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStoreContract;

/** The contract without a server: what the other tests script is as good as an emulator. */
class FakeFirestoreTests extends FeatureStoreContract {

  private final FakeFirestore firestore = new FakeFirestore();

  @Override
  protected FeatureStore open() {
    return FirestoreRoom.over(firestore);
  }

  @Override
  protected int largestBody() {
    return (1 << 20) - 1_024;
  }
}
