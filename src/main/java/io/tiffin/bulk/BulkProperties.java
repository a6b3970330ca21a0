package io.tiffin.bulk;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How files of orders are estimated.
 *
 * @param batchOrders orders of a batch: one look-up and one call of the model for all of them
 * @param batches batches under way at once; what is read of the file beyond them is one batch more
 * @param deadline time that a batch is given
 * @param callLimit time that a call of a tier beyond this machine, or of the model, is given, in
 *     place of resilience4j.timelimiter
 * @param tries how often a batch is estimated at most while any of its estimates is degraded
 * @param maxLine the longest line of a file
 * @param progress how often the log tells how far it is
 * @param allowedRefusals share of the lines that may be refused, 0 to 1, before the command's
 *     status says so
 * @param allowedDegraded share of the estimates that may be degraded, 0 to 1, before the command's
 *     status says so
 * @param explain whether every feature is told with its provenance
 */
@Validated
@ConfigurationProperties("tiffin.bulk")
record BulkProperties(
    @Min(1) @Max(100_000) @DefaultValue("200") int batchOrders,
    @Min(1) @Max(1_000) @DefaultValue("4") int batches,
    @DefaultValue("10s") Duration deadline,
    @DefaultValue("2s") Duration callLimit,
    @Min(1) @Max(10) @DefaultValue("2") int tries,
    @DefaultValue("64KB") DataSize maxLine,
    @DefaultValue("10s") Duration progress,
    @DefaultValue("0") double allowedRefusals,
    @DefaultValue("1") double allowedDegraded,
    @DefaultValue("false") boolean explain) {

  private static final long LONGEST_LINE = DataSize.ofMegabytes(64).toBytes();

  BulkProperties {
    requirePositive("deadline", deadline);
    requirePositive("call-limit", callLimit);
    requirePositive("progress", progress);
    requireShare("allowed-refusals", allowedRefusals);
    requireShare("allowed-degraded", allowedDegraded);
    if (maxLine.toBytes() < 1 || maxLine.toBytes() > LONGEST_LINE) {
      throw new IllegalArgumentException(
          "tiffin.bulk.max-line is " + maxLine + ": set it to 1B to 64MB");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "tiffin.bulk." + name + " is " + value + ": set it to at least 1ms");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "tiffin.bulk." + name + " is " + share + ": set it to between 0 and 1");
    }
  }
}
