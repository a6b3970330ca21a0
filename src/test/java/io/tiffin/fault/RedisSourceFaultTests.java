package io.tiffin.fault;

class RedisSourceFaultTests extends ChainFaultMatrix {

  @Override
  Backend start() {
    return Backend.redisAsSource();
  }
}
