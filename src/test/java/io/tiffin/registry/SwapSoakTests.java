package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Swaps of real models under load: memory outside the heap comes back. */
class SwapSoakTests {

  static final String GROWN = "grown by bytes: ";

  /** Rounds of two swaps: 10 in the default build, 200 with {@code -Dtiffin.test.scale=5}. */
  private static final int ROUNDS = Integer.getInteger("tiffin.test.scale", 1) >= 5 ? 200 : 10;

  private static final int SETTLING = ROUNDS >= 200 ? 20 : 4;

  /** A model takes 4 MiB for its weights alone; what is kept of one may not be a tenth of that. */
  private static final long BYTES_PER_SWAP = 400_000;

  /** What the allocator and the just-in-time compiler do meanwhile. Measured: 7 MiB. */
  private static final long NOISE = 40 << 20;

  @TempDir private Path directory;

  @Test
  void memoryReturnsAndEveryAnswerIsOfTheVersionItSays() throws Exception {
    long grown = grownBy("swaps", String.valueOf(ROUNDS), String.valueOf(SETTLING));

    System.out.printf("%d swaps: %,d bytes more%n", 2 * (ROUNDS - SETTLING), grown);
    assertThat(grown).isLessThan(NOISE + 2L * (ROUNDS - SETTLING) * BYTES_PER_SWAP);
  }

  /** Control: models that nobody closes do not give their memory back. */
  @Test
  void modelsThatAreNotClosedKeepTheirMemory() throws Exception {
    long grown = grownBy("open");

    System.out.printf("20 models left open: %,d bytes more%n", grown);
    assertThat(grown).isGreaterThan(20 * (3L << 20));
  }

  private long grownBy(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dtiffin.model.native-directory="
                    + System.getProperty("tiffin.model.native-directory", "target/native"),
                "-cp",
                System.getProperty("java.class.path"),
                SwapSoak.class.getName(),
                directory.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      told = lines.lines().collect(Collectors.joining("\n"));
    }
    assertThat(process.waitFor()).as(told).isZero();
    return Long.parseLong(
        told.lines()
            .filter(line -> line.startsWith(GROWN))
            .findFirst()
            .orElseThrow()
            .substring(GROWN.length()));
  }
}
