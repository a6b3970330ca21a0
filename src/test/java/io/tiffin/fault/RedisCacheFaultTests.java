package io.tiffin.fault;

class RedisCacheFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.redisAsCache();
  }
}
