package io.tiffin.registry;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where versions of models are found and what becomes of them.
 *
 * @param repository Directory of versions, name/version/manifest.json. Default: models in
 *     tiffin.data-directory.
 * @param name The model that answers whoever asks for none by name.
 * @param poll How often the directory, and the roles in the source of truth, are looked at.
 * @param newVersions What becomes of a new highest version that the gate accepts.
 * @param canaryPercent Share of the orders that a new version answers, with canary.
 * @param keepPreviousLoaded Whether the version that answered before is kept in memory.
 * @param maxLoaded Most versions in memory, over all models.
 * @param retention Which versions are deleted from the directory.
 * @param rollback When a version is taken back.
 */
@Validated
@ConfigurationProperties("tiffin.model")
record RegistryProperties(
    @Nullable Path repository,
    @Pattern(regexp = "[a-z0-9][a-z0-9_-]{0,63}") @DefaultValue("eta") String name,
    @DefaultValue("2s") Duration poll,
    @DefaultValue("activate") NewVersions newVersions,
    @Min(1) @Max(99) @DefaultValue("5") int canaryPercent,
    @DefaultValue("true") boolean keepPreviousLoaded,
    @Min(2) @Max(64) @DefaultValue("8") int maxLoaded,
    @DefaultValue Retention retention,
    @DefaultValue Rollback rollback) {

  RegistryProperties {
    if (poll.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException(
          "tiffin.model.poll is " + poll + ": set it to 10ms or more, such as 2s");
    }
  }

  /** What becomes of a new highest version that the gate accepts. */
  enum NewVersions {
    /** It answers all orders. */
    ACTIVATE,
    /** It answers a share of them. */
    CANARY,
    /** It is asked beside. */
    SHADOW,
    /** Nothing, and the gate does not look at it, until somebody says so. */
    WAIT
  }

  /**
   * Which versions are kept. One with a role, the newest, the bundled one, and one that was found a
   * few minutes ago always are.
   *
   * @param versions Most versions of a model.
   * @param age Longest since a version was written; for ever if unset.
   * @param bytes Most that the versions of a model take on disk; any number if unset.
   */
  record Retention(
      @Min(1) @DefaultValue("20") int versions, @Nullable Duration age, @Nullable DataSize bytes) {

    Retention {
      if (age != null && !age.isPositive()) {
        throw new IllegalArgumentException(
            "tiffin.model.retention.age is " + age + ": set it to more than 0, or leave it out");
      }
    }
  }

  /**
   * When a canary is removed, or a version that answers is followed by the one before it.
   *
   * @param enabled Whether that is done at all.
   * @param watch How long after it was activated a version is watched.
   * @param calls Least calls of a version before its failures and times count; the last 512 are
   *     looked at.
   * @param failedShare Share of its calls that must have failed.
   * @param failedShareAbove How much larger than the other version's that share must be.
   * @param p99 The model's part of the time for an answer: calls must have taken longer, at the
   *     99th percentile, and half as long again as the other version's.
   * @param orders Least orders with a known outcome, of each of both versions, before errors count.
   * @param errorRatio How many times the other's mean absolute error its own must be.
   */
  record Rollback(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("1h") Duration watch,
      @Min(10) @Max(512) @DefaultValue("200") int calls,
      @DefaultValue("0.05") double failedShare,
      @DefaultValue("0.05") double failedShareAbove,
      @DefaultValue("60ms") Duration p99,
      @Min(10) @DefaultValue("200") int orders,
      @DefaultValue("1.2") double errorRatio) {

    Rollback {
      requireShare("failed-share", failedShare);
      requireShare("failed-share-above", failedShareAbove);
      if (errorRatio < 1) {
        throw new IllegalArgumentException(
            "tiffin.model.rollback.error-ratio is " + errorRatio + ": set it to 1 or more");
      }
    }

    private static void requireShare(String name, double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "tiffin.model.rollback." + name + " is " + share + ": set it to between 0 and 1");
      }
    }
  }
}
