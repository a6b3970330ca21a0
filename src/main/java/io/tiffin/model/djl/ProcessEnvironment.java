package io.tiffin.model.djl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Environment variables as native libraries see them, which a Java process can set for itself
 * through the C library alone. Some of what they need to know they can be told by no other way.
 */
final class ProcessEnvironment {

  private static final Logger log = LoggerFactory.getLogger(ProcessEnvironment.class);

  /** Level from which TensorFlow's C++ code writes to standard error, past every Java logger. */
  private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  /** 0 is everything, 1 leaves out information, 2 warnings too. */
  private static final String WARNINGS = "1";

  private ProcessEnvironment() {}

  /**
   * Leaves out what is not at least a warning, unless the variable is set already. Must be called
   * before the library loads.
   */
  static void leaveOutInformation() {
    set(LOG_LEVEL, WARNINGS, false);
  }

  /**
   * Sets a variable for the native code of this process; Java's own view of it stays as it is.
   *
   * @param replaces whether a value that is there already gives way
   */
  @SuppressWarnings("restricted") // every JVM that runs Tiffin enables native access
  static void set(String name, String value, boolean replaces) {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> function = linker.defaultLookup().find("setenv");
    if (function.isEmpty()) {
      return;
    }
    MethodHandle setenv =
        linker.downcallHandle(
            function.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int ignored =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom(name), arena.allocateFrom(value), replaces ? 1 : 0);
    } catch (Throwable failure) {
      log.debug("{} stays as it is", name, failure);
    }
  }
}
