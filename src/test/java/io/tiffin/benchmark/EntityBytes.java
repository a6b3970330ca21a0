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

  /** 50 floats: packed, and as fields of a hash with protobuf values, both by MEMORY USAGE. */
  static void compare(RedisServer server, String packedKey) throws IOException {
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
      System.out.printf(
          "redis: 50 floats take %d bytes; ÷ %d as hashed fields with protobuf values = %.2f, ÷ %d"
              + " as named fields = %.2f, ÷ 970 published of a known feature store = %.2f%n",
          packed,
          byHash,
          packed / (double) byHash,
          byName,
          packed / (double) byName,
          packed / 970.);
    }
  }

  private static List<byte[]> fields(String key) {
    return new ArrayList<>(List.of(ascii("HSET"), ascii(key)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
