package io.tiffin.model.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * TensorFlow's native library: unpacked once from the class path, then loaded into this process.
 * Nothing is ever downloaded.
 */
public final class TensorFlowLibrary {

  private static final String ENGINE = "TensorFlow";

  private TensorFlowLibrary() {}

  /**
   * Loads the library, after which DJL's engine and TensorFlow's own Java classes can be used. The
   * second and later calls do nothing; the library stays loaded until the process ends.
   *
   * @param directory where the library is, or is unpacked to if it is not there in full (630 MB, a
   *     few seconds). Any number of processes may share it
   * @throws IOException if there is no library for this platform, it cannot be unpacked, or it does
   *     not load
   */
  public static synchronized void load(Path directory) throws IOException {
    NativeFiles files = NativeFiles.ofTensorFlow();
    Path absolute = directory.toAbsolutePath().normalize();
    files.unpackInto(absolute);
    useOnly(absolute);
    ProcessEnvironment.leaveOutInformation();
    try {
      Engine.getEngine(ENGINE);
    } catch (EngineException | LinkageError failure) {
      throw new IOException(
          "TensorFlow's native library in " + absolute + " does not load", failure);
    }
  }

  /**
   * Loads the library and makes sure that it sees the device.
   *
   * @throws IOException also if the device is a GPU and the library does not see one: without
   *     CUDA's own libraries it would quietly run on the processor
   */
  static void load(Path directory, ModelDevice device) throws IOException {
    load(directory);
    if (device.isGpu() && !Engine.getEngine(ENGINE).hasCapability(StandardCapabilities.CUDA)) {
      throw new IOException("TensorFlow's native library in " + directory + " sees no GPU");
    }
  }

  /**
   * Without these JavaCPP, which loads the library, would unpack the jar a second time, under the
   * user's home.
   */
  private static void useOnly(Path directory) {
    DjlModels.stayOffline(directory);
    System.setProperty("TENSORFLOW_LIBRARY_PATH", directory.toString());
    System.setProperty("org.bytedeco.javacpp.pathsFirst", "true");
    System.setProperty("org.bytedeco.javacpp.cachedir", directory.toString());
    if (Files.isWritable(directory)) { // in an image it is not, and the temporary directory does
      System.setProperty("jna.tmpdir", directory.toString());
    }
  }
}
