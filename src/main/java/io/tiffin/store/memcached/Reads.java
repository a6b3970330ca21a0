package io.tiffin.store.memcached;

import com.spotify.folsom.GetResult;
import io.tiffin.feature.RowKey;
import io.tiffin.store.memcached.CachedValues.CachedValue;
import org.jspecify.annotations.Nullable;

/** What nodes say about keys. */
final class Reads {

  private Reads() {}

  /** What a node has said about a key. */
  sealed interface Read {}

  /**
   * Something stands under the key.
   *
   * @param version what a compare-and-set needs to know it by
   */
  record Stored(CachedValue value, long version) implements Read {}

  /** Nothing stands under the key. */
  enum Nothing implements Read {
    HERE
  }

  /** The node has not answered in time. */
  enum Silent implements Read {
    HERE
  }

  /** The node has failed. */
  record Broken(Throwable cause) implements Read {}

  static Read of(RowKey key, @Nullable GetResult<byte[]> result) {
    if (result == null) {
      return Nothing.HERE;
    }
    if (result.getCas() == 0) { // a set that expects 0 would overwrite whatever stands
      return new Broken(
          new MemcachedRefusedException("the server compares no versions: start it without -C"));
    }
    return new Stored(CachedValues.read(key, result.getValue()), result.getCas());
  }
}
