package io.tiffin.event.embedded;

import org.rocksdb.RocksDBException;

/** What the events add up to cannot be read: nothing can be counted until a restart. */
final class StateFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  StateFailedException(RocksDBException cause) {
    super("what the events add up to cannot be read: " + cause.getMessage(), cause);
  }
}
