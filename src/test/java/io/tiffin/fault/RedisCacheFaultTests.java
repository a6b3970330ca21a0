package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

class RedisCacheFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.cache(StoreServer.redis());
  }
}
