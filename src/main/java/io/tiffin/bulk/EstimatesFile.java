package io.tiffin.bulk;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is there as a whole or not at all: it is written beside, under a name that ends in
 * {@code .part}, and takes its own name once it is complete and on the disk. What runs before have
 * left half written is removed; one that still goes on then finds its part gone, and fails. For one
 * thread.
 */
final class EstimatesFile implements AutoCloseable {

  private static final String UNFINISHED = ".part";
  private static final Pattern HALF = Pattern.compile("\\.[0-9a-f]{8}\\" + UNFINISHED);

  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private final OutputStream stream;

  private EstimatesFile(Path target, Path part, FileChannel channel) throws IOException {
    this.target = target;
    this.part = part;
    this.channel = channel;
    OutputStream plain = Channels.newOutputStream(channel);
    stream =
        OrderFileKind.isPacked(target)
            ? new GZIPOutputStream(plain, 64 * 1024)
            : new BufferedOutputStream(plain, 64 * 1024);
  }

  /** Begins a file; one that has its name already stays as it is until this one is complete. */
  static EstimatesFile begin(Path target) throws UnusableFileException {
    try {
      if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, "it is a directory");
      }
      removeHalves(target);
      Path part =
          target.resolveSibling(
              target.getFileName()
                  + "."
                  + UUID.randomUUID().toString().substring(0, 8)
                  + UNFINISHED);
      return new EstimatesFile(
          target,
          part,
          FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    } catch (IOException | DirectoryIteratorException e) {
      throw UnusableFileException.unwritten(target, e);
    }
  }

  private static void removeHalves(Path target) throws IOException {
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try (DirectoryStream<Path> halves =
        Files.newDirectoryStream(directory, file -> isHalf(file, target))) {
      for (Path half : halves) {
        Files.deleteIfExists(half);
      }
    }
  }

  private static boolean isHalf(Path file, Path target) {
    String name = String.valueOf(file.getFileName());
    String whole = String.valueOf(target.getFileName());
    return name.startsWith(whole) && HALF.matcher(name.substring(whole.length())).matches();
  }

  void write(byte[] lines) throws UnusableFileException {
    try {
      stream.write(lines);
    } catch (IOException e) {
      throw UnusableFileException.unwritten(target, e);
    }
  }

  /** Gives the file its name; nothing may be written any more. */
  void complete() throws UnusableFileException {
    try {
      if (stream instanceof GZIPOutputStream packed) {
        packed.finish();
      }
      stream.flush();
      channel.force(true);
      channel.close();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw UnusableFileException.unwritten(target, e);
    }
  }

  /** Drops what is not complete. */
  @Override
  public void close() throws UnusableFileException {
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw UnusableFileException.unwritten(target, e);
    }
  }
}
