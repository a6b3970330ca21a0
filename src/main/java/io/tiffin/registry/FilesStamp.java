package io.tiffin.registry;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which files a directory holds, how large they are and when they were last written, as one number:
 * another one if any of that changes. Reads no file.
 */
record FilesStamp(int files, long bytes, long hash) {

  /** Of a directory, or of what a link of that name leads to. */
  static FilesStamp of(Path directory) throws IOException {
    Path real = directory.toRealPath();
    Counting counting = new Counting(real);
    Files.walkFileTree(real, counting);
    return new FilesStamp(counting.files, counting.bytes, counting.hash);
  }

  private static final class Counting extends SimpleFileVisitor<Path> {

    private static final long PRIME = 0x100000001b3L;

    private final Path root;
    private int files;
    private long bytes;
    private long hash;

    Counting(Path root) {
      this.root = root;
    }

    /** The order in which a directory is listed must not matter: a sum. */
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
      files++;
      bytes += is.size();
      long one = root.relativize(file).toString().hashCode();
      one = one * PRIME + is.size();
      one = one * PRIME + is.lastModifiedTime().toMillis();
      one = one * PRIME + String.valueOf(is.fileKey()).hashCode();
      hash += one * PRIME;
      return FileVisitResult.CONTINUE;
    }
  }
}
