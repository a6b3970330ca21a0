package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

class BigtableSourceFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.source(StoreServer.bigtable());
  }
}
