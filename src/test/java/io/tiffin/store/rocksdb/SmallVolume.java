package io.tiffin.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system in memory, mounted on a directory. Needs Linux and the right to mount: where
 * that is missing a test is skipped by name, and fails in CI.
 */
final class SmallVolume {

  private final Path directory;

  private SmallVolume(Path directory) {
    this.directory = directory;
  }

  static SmallVolume mount(Path directory, int megabytes) throws Exception {
    int status =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    String skipped = "SKIPPED: tests of a full or read-only disk need the right to mount a tmpfs";
    if (Boolean.getBoolean("tiffin.ci")) {
      assertThat(status).as(skipped).isZero();
    }
    if (status != 0) {
      System.err.println(skipped);
    }
    assumeThat(status).as(skipped).isZero();
    return new SmallVolume(directory);
  }

  void makeReadOnly() throws Exception {
    assertThat(run("mount", "-o", "remount,ro", directory.toString())).isZero();
  }

  void makeWritable() throws Exception {
    assertThat(run("mount", "-o", "remount,rw", directory.toString())).isZero();
  }

  void unmount() throws Exception {
    assertThat(run("umount", "-l", directory.toString())).isZero();
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1; // no such command on this machine
    }
  }
}
