package io.tiffin.model.djl;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.OptionalInt;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the engines of models run on. The trainer has the same settings.
 *
 * @param device Where models run: cpu, or gpu and a number, such as gpu:0. A device that is not
 *     there stops the start.
 * @param gpuMemoryGrowth Whether TensorFlow takes a GPU's memory as it needs it, and not nearly all
 *     of it at once.
 * @param intraOpThreads Threads inside one operation of a model.
 * @param interOpThreads Operations of one call that run at a time; 1 is the calling thread alone.
 */
@Validated
@ConfigurationProperties("tiffin.model")
public record EngineProperties(
    @Pattern(regexp = "cpu|gpu:\\d{1,2}", message = "expected cpu, or gpu and a number as in gpu:0")
        @DefaultValue("cpu")
        String device,
    @DefaultValue("true") boolean gpuMemoryGrowth,
    @Min(1) @Max(256) @DefaultValue("1") int intraOpThreads,
    @Min(1) @Max(256) @DefaultValue("1") int interOpThreads) {

  private static final String GPU = "gpu:";

  /** What serves if nothing is set: the processor, one thread for each call. */
  public static EngineProperties defaults() {
    return new EngineProperties("cpu", true, 1, 1);
  }

  /** The number of the GPU; empty for the processor. */
  public OptionalInt gpu() {
    return device.startsWith(GPU)
        ? OptionalInt.of(Integer.parseInt(device.substring(GPU.length())))
        : OptionalInt.empty();
  }
}
