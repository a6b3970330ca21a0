package io.tiffin.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Readings of NVIDIA's devices by the command that comes with their driver. */
final class NvidiaSmi implements DeviceReadings {

  private static final Logger log = LoggerFactory.getLogger(NvidiaSmi.class);

  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,memory.used,memory.total,utilization.gpu",
          "--format=csv,noheader,nounits");

  /** Chosen: it takes some 50 ms, and seconds where the driver has to be woken. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long MIB = 1 << 20;

  private final List<String> command;
  private final Duration patience;

  NvidiaSmi() {
    this(COMMAND, PATIENCE);
  }

  NvidiaSmi(List<String> command, Duration patience) {
    this.command = command;
    this.patience = patience;
  }

  @Override
  public List<Reading> read() {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      try {
        return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS) && process.exitValue() == 0
            ? parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            : List.of();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException missing) {
      log.debug("There is no {}", command.getFirst(), missing);
      return List.of();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** A line for each device, such as {@code 0, 1536, 81559, 12}; what is no number is not told. */
  static List<Reading> parse(String lines) {
    List<Reading> readings = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      String[] fields = line.split(",", -1);
      if (fields.length == 4 && isNumber(fields[0]) && isNumber(fields[1]) && isNumber(fields[2])) {
        readings.add(
            new Reading(
                (int) number(fields[0]),
                number(fields[1]) * MIB,
                number(fields[2]) * MIB,
                isNumber(fields[3])
                    ? OptionalDouble.of(number(fields[3]) / 100.0)
                    : OptionalDouble.empty()));
      }
    }
    return readings;
  }

  private static boolean isNumber(String field) {
    return field.strip().matches("\\d{1,9}");
  }

  private static long number(String field) {
    return Long.parseLong(field.strip());
  }
}
