package io.tiffin.model.djl.onnx;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import io.tiffin.model.djl.DjlModels;
import io.tiffin.model.djl.NativeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * ONNX Runtime's native library: unpacked once from the class path, then loaded into this process.
 * Nothing is ever downloaded.
 */
final class OnnxLibrary {

  private OnnxLibrary() {}

  /**
   * Loads the library. The second and later calls do nothing; it stays loaded until the process
   * ends.
   *
   * @param directory where the library is, or is unpacked to if it is not there in full (20 MB).
   *     Any number of processes may share it
   * @throws IOException if there is no library for this platform, it cannot be unpacked, or it does
   *     not load
   */
  static synchronized void load(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    files(System.getProperty("os.name", ""), System.getProperty("os.arch", ""))
        .unpackInto(absolute);
    DjlModels.stayOffline(absolute);
    // Otherwise it would unpack itself into a temporary directory for every process.
    System.setProperty("onnxruntime.native.path", absolute.toString());
    try {
      Engine.getEngine(OnnxEngine.NAME);
    } catch (EngineException | LinkageError failure) {
      throw new IOException(
          "ONNX Runtime's native library in " + absolute + " does not load", failure);
    }
  }

  private static NativeFiles files(String system, String architecture) {
    return new NativeFiles(
        "ONNX Runtime",
        OnnxLibrary.class.getClassLoader(),
        "ai/onnxruntime/native/" + platform(system, architecture),
        System.mapLibraryName("onnxruntime4j_jni"));
  }

  /** The platform as ONNX Runtime's jar calls it, such as {@code linux-x64}. */
  static String platform(String system, String architecture) {
    String lower = system.toLowerCase(Locale.ROOT);
    String os = "linux";
    if (lower.startsWith("mac")) {
      os = "osx";
    } else if (lower.startsWith("windows")) {
      os = "win";
    }
    return switch (architecture) {
      case "amd64", "x86_64" -> os + "-x64";
      default -> os + "-" + architecture;
    };
  }
}
