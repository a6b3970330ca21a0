package io.tiffin.model;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the served model comes from and how it is run.
 *
 * @param location Directory of the bundle to serve, the one with manifest.json in it, or classpath:
 *     and a path on the class path.
 * @param instances How many calls are in the engine at a time, each on a thread of its own.
 * @param queue Calls that may wait for an instance; further ones are answered by the fallback at
 *     once.
 * @param batching Whether calls that wait for an instance are put together into one call of the
 *     engine.
 * @param maxBatchRows Orders of calls that are put together at most. One call may have more.
 * @param warmUpCalls Calls that are made with the bundle's samples before a model is announced.
 * @param nativeDirectory Where TensorFlow's native library is, or is unpacked to once. Default:
 *     native in tiffin.data-directory.
 */
@Validated
@ConfigurationProperties("tiffin.model")
public record ModelProperties(
    @NotBlank @DefaultValue("classpath:models/eta/1") String location,
    @Min(1) @Max(64) @DefaultValue("2") int instances,
    @Min(1) @Max(100_000) @DefaultValue("256") int queue,
    @DefaultValue("true") boolean batching,
    @Min(1) @Max(100_000) @DefaultValue("256") int maxBatchRows,
    @Min(0) @Max(100_000) @DefaultValue("500") int warmUpCalls,
    @Nullable Path nativeDirectory) {

  /** How many calls a model takes, and how they are put together. */
  public PoolSize poolSize() {
    return new PoolSize(instances, queue, batching, maxBatchRows);
  }
}
