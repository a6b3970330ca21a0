package io.tiffin.model;

import java.io.IOException;

/**
 * The engine's native library, for whoever uses the engine without a {@link ModelLoader}: to train.
 */
public interface NativeLibrary {

  /**
   * Loads the library into this process, unpacking it first where that has not been done. The
   * second and later calls do nothing.
   *
   * @throws IOException if there is none for this platform, or it cannot be unpacked or loaded
   */
  void load() throws IOException;
}
