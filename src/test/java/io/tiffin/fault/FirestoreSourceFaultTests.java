package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

class FirestoreSourceFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.source(StoreServer.firestore());
  }
}
