package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

class DynamoDbSourceFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.source(StoreServer.dynamoDb());
  }
}
