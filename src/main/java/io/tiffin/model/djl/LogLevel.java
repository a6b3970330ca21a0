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
 * The level from which TensorFlow's C++ code writes to standard error, past every Java logger. It
 * knows only an environment variable, which a Java process can set for itself through the C library
 * alone.
 */
final class LogLevel {

  private static final Logger log = LoggerFactory.getLogger(LogLevel.class);

  private static final String VARIABLE = "TF_CPP_MIN_LOG_LEVEL";

  /** 0 is everything, 1 leaves out information, 2 warnings too. */
  private static final String WARNINGS = "1";

  private LogLevel() {}

  /**
   * Leaves out what is not at least a warning, unless the variable is set already. Must be called
   * before the library loads.
   */
  @SuppressWarnings("restricted") // every JVM that runs Tiffin enables native access
  static void leaveOutInformation() {
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
      int keepWhatIsSet = 0;
      int ignored =
          (int)
              setenv.invokeExact(
                  arena.allocateFrom(VARIABLE), arena.allocateFrom(WARNINGS), keepWhatIsSet);
    } catch (Throwable failure) {
      log.debug("{} stays as it is", VARIABLE, failure);
    }
  }
}
