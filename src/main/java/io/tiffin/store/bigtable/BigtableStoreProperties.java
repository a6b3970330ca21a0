package io.tiffin.store.bigtable;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of Bigtable as a tier. Project, instance and credentials are {@code
 * spring.cloud.gcp.bigtable.*}.
 *
 * @param table the table's name, without project and instance
 * @param appProfileId the app profile for reads that may be eventual; not set, the instance's own
 *     default. May route to any cluster
 * @param sourceAppProfileId the app profile for writes and for reads of the source; not set, the
 *     instance's own default. Must route to a single cluster and allow single-row transactions
 * @param createIfMissing whether the table and its column family are made at the first use; for
 *     development
 * @param channels connections per app profile
 * @param keysPerRead keys in one call
 * @param concurrentReads calls of one look-up that are under way at once
 * @param concurrentWrites rows that are written at once, by all callers together
 */
@Validated
@ConfigurationProperties("tiffin.store.bigtable")
record BigtableStoreProperties(
    @DefaultValue("tiffin-rows") String table,
    @Nullable String appProfileId,
    @Nullable String sourceAppProfileId,
    @DefaultValue("false") boolean createIfMissing,
    @DefaultValue("2") @Min(1) @Max(64) int channels,
    @DefaultValue("100") @Min(1) @Max(1_000) int keysPerRead,
    @DefaultValue("4") @Min(1) @Max(64) int concurrentReads,
    @DefaultValue("64") @Min(1) @Max(1_000) int concurrentWrites) {

  private static final String NAME = "[_a-zA-Z0-9][-_.a-zA-Z0-9]{0,49}";

  BigtableStoreProperties {
    requireName("table", table);
    requireName("app-profile-id", appProfileId);
    requireName("source-app-profile-id", sourceAppProfileId);
  }

  private static void requireName(String property, @Nullable String name) {
    if (name != null && !name.matches(NAME)) {
      throw new IllegalArgumentException(
          "tiffin.store.bigtable."
              + property
              + " is «"
              + name
              + "», set it to 1 to 50 letters, digits, «_», «-» or «.», the first one a letter,"
              + " digit or «_»");
    }
  }
}
