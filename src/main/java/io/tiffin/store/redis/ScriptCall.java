package io.tiffin.store.redis;

import java.util.List;

/**
 * What a {@link RedisScript} is asked once. No array may be changed afterwards.
 *
 * @param keys in Redis, all of one shard; the first is the row's or its lease's
 * @param arguments as many as the script takes
 */
record ScriptCall(List<byte[]> keys, List<byte[]> arguments) {

  /** What a call costs besides its bytes, in bytes: sets how many short rows share a command. */
  private static final int COST = 128;

  byte[] firstKey() {
    return keys.getFirst();
  }

  int weight() {
    int weight = COST;
    for (byte[] key : keys) {
      weight += key.length;
    }
    for (byte[] argument : arguments) {
      weight += argument.length;
    }
    return weight;
  }
}
