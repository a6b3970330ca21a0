package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

class RedisSourceFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.source(StoreServer.redis());
  }
}
