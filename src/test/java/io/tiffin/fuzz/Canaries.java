package io.tiffin.fuzz;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Secrets that are nothing but secrets: wherever one is seen, something has leaked. */
final class Canaries {

  /** Of a caller who may do everything. */
  static final String ADMIN_KEY = "canary-0-key-of-an-admin";

  /** Of a caller who may only ask for estimates. */
  static final String ESTIMATOR_KEY = "canary-1-key-of-an-estimator";

  static final String REDIS = "canary-2-redis-password";
  private static final String KAFKA = "canary-3-kafka-password";
  private static final String KEY_STORE = "canary-4-key-store-password";
  private static final String CLIENT = "canary-5-client-secret";
  private static final String PRIVATE_KEY = "canary-6-private-key";
  private static final String DATABASE = "canary-7-database-password";

  /** What is configured of a key is no secret to who configures it, and nobody else's business. */
  private static final Set<String> ALL =
      Set.of(
          ADMIN_KEY,
          ESTIMATOR_KEY,
          REDIS,
          KAFKA,
          KEY_STORE,
          CLIENT,
          PRIVATE_KEY,
          DATABASE,
          sha256(ADMIN_KEY),
          sha256(ESTIMATOR_KEY));

  private Canaries() {}

  static Set<String> all() {
    return ALL;
  }

  /** Settings with all of them, as {@code name=value}; but Redis, whose server must know it too. */
  static List<String> settings() {
    return List.of(
        "tiffin.security.mode=api-keys",
        "tiffin.security.api-keys[0].name=operator",
        "tiffin.security.api-keys[0].sha256=" + sha256(ADMIN_KEY),
        "tiffin.security.api-keys[0].roles=admin",
        "tiffin.security.api-keys[1].name=app",
        "tiffin.security.api-keys[1].sha256=" + sha256(ESTIMATOR_KEY),
        "tiffin.security.api-keys[1].roles=estimator",
        "spring.kafka.properties.sasl.jaas.config=PlainLoginModule required password='"
            + KAFKA
            + "';",
        "spring.kafka.ssl.key-store-password=" + KEY_STORE,
        "server.ssl.enabled=false",
        "server.ssl.key-store-password=" + KEY_STORE,
        "spring.security.oauth2.resourceserver.opaquetoken.client-secret=" + CLIENT,
        "spring.cloud.gcp.credentials.encoded-key=" + PRIVATE_KEY,
        "spring.datasource.password=" + DATABASE,
        "spring.datasource.url=jdbc:h2:mem:x;USER=a;PASSWORD=" + DATABASE);
  }

  /** Those that a text gives away. */
  static Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    for (String canary : ALL) {
      if (text.contains(canary)) {
        found.add(canary);
      }
    }
    return found;
  }

  private static String sha256(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
