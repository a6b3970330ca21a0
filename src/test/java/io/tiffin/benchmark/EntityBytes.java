package io.tiffin.benchmark;

import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.RespClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What an entity takes in a Redis: one packed value, against a hash with a field per feature. */
final class EntityBytes {

  private EntityBytes() {}

  /**
   * What 50 floats take, by MEMORY USAGE.
   *
   * @param packed as one value of Tiffin's
   * @param byHash as fields of a hash that are named by four bytes, with protobuf values
   * @param byName as fields of a hash that are named by their features
   */
  record Measured(long packed, long byHash, long byName) {}

  static Measured measure(RedisServer server, String packedKey) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<byte[]> hashed = fields("entity-hashed");
    List<byte[]> named = fields("entity-named");
    for (int i = 0; i < 50; i++) {
      byte[] hash = new byte[4];
      byte[] value = new byte[5];
      random.nextBytes(hash);
      random.nextBytes(value);
      hashed.add(hash);
      hashed.add(value);
      named.add(ascii("restaurant_profile:feature_%02d".formatted(i)));
      named.add(value);
    }
    hashed.add(ascii("_ts:restaurant_profile"));
    hashed.add(new byte[6]);
    try (RespClient client = server.connect()) {
      var _ = client.execute(hashed.toArray(byte[][]::new));
      var _ = client.execute(named.toArray(byte[][]::new));
      long packed = (long) client.execute("MEMORY", "USAGE", packedKey);
      long byHash = (long) client.execute("MEMORY", "USAGE", "entity-hashed");
      long byName = (long) client.execute("MEMORY", "USAGE", "entity-named");
      return new Measured(packed, byHash, byName);
    }
  }

  private static List<byte[]> fields(String key) {
    return new ArrayList<>(List.of(ascii("HSET"), ascii(key)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
