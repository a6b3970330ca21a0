package io.tiffin.web;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets in.
 *
 * @param mode open: everybody who reaches the port, which only this machine can; api-keys: who has
 *     one of the keys below; jwt: who has a token of the issuer that
 *     spring.security.oauth2.resourceserver.jwt names
 * @param apiKeys the keys, by their hashes
 * @param rolesClaim the claim of a token that lists roles
 * @param requestsPerSecond how much one caller may ask; unlimited if absent. A key's own limit goes
 *     first
 * @param openMetrics whether the metrics on the management port are for everybody who reaches it
 */
@ConfigurationProperties("tiffin.security")
record AccessProperties(
    @DefaultValue("open") Mode mode,
    @DefaultValue List<ApiKey> apiKeys,
    @DefaultValue("roles") String rolesClaim,
    @Nullable Integer requestsPerSecond,
    @DefaultValue("false") boolean openMetrics) {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** How callers say who they are. */
  enum Mode {
    OPEN,
    API_KEYS,
    JWT
  }

  AccessProperties {
    apiKeys = List.copyOf(apiKeys);
    if (mode == Mode.API_KEYS && apiKeys.isEmpty()) {
      throw new IllegalArgumentException(
          "tiffin.security.mode is api-keys and tiffin.security.api-keys is empty: nobody could get in");
    }
    if (mode != Mode.API_KEYS && !apiKeys.isEmpty()) {
      throw new IllegalArgumentException(
          "tiffin.security.api-keys are given, but tiffin.security.mode is not api-keys");
    }
    requirePositive("tiffin.security.requests-per-second", requestsPerSecond);
    Set<String> names = new HashSet<>();
    Set<String> hashes = new HashSet<>();
    for (ApiKey key : apiKeys) {
      if (!names.add(key.name()) || !hashes.add(key.sha256())) {
        throw new IllegalArgumentException(
            "tiffin.security.api-keys has '" + key.name() + "', or its key, twice");
      }
    }
  }

  /**
   * A key of 256 random bits or more, of which only the hash is known here: hashing it once is
   * enough, for nobody can guess it.
   *
   * @param name whom it was given to, for logs
   * @param sha256 SHA-256 of the key's text in lower-case hexadecimal
   * @param roles what its bearer may do
   * @param requestsPerSecond how much its bearer may ask; as for everybody if absent
   */
  record ApiKey(
      String name, String sha256, Set<AccessRole> roles, @Nullable Integer requestsPerSecond) {

    ApiKey {
      if (name == null || name.isBlank()) {
        throw new IllegalArgumentException("tiffin.security.api-keys: every key needs a name");
      }
      if (sha256 == null || !SHA_256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "tiffin.security.api-keys: sha256 of '"
                + name
                + "' must be 64 digits of lower-case hexadecimal, the key's hash");
      }
      if (roles == null || roles.isEmpty()) {
        throw new IllegalArgumentException(
            "tiffin.security.api-keys: '" + name + "' needs at least one of roles");
      }
      roles = Set.copyOf(roles);
      requirePositive("tiffin.security.api-keys: requests-per-second", requestsPerSecond);
    }

    /** Without the hash, which is nobody's business either. */
    @Override
    public String toString() {
      return "ApiKey[name=" + name + ", roles=" + roles + "]";
    }
  }

  private static void requirePositive(String property, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(property + " is " + value + ": set it to 1 or more");
    }
  }
}
