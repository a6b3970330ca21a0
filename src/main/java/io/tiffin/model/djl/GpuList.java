package io.tiffin.model.djl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPUs of the machine by the names that CUDA_VISIBLE_DEVICES takes, told by NVIDIA's management
 * library, which starts nothing on them.
 */
final class GpuList {

  private static final Logger log = LoggerFactory.getLogger(GpuList.class);

  private GpuList() {}

  /**
   * The GPUs that this process may see.
   *
   * @param visible the value of CUDA_VISIBLE_DEVICES; null if it is not set
   */
  static List<String> of(@Nullable String visible) {
    if (visible == null) {
      return IntStream.range(0, count()).mapToObj(String::valueOf).toList();
    }
    return List.of(visible.split(",")).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !name.equals("-1"))
        .toList();
  }

  /** 0 without a driver. */
  @SuppressWarnings("restricted") // every JVM that runs Tiffin enables native access
  private static int count() {
    try (Arena arena = Arena.ofConfined()) {
      String library = System.mapLibraryName("nvidia-ml") + ".1";
      SymbolLookup functions = SymbolLookup.libraryLookup(library, arena);
      Linker linker = Linker.nativeLinker();
      FunctionDescriptor nothing = FunctionDescriptor.of(ValueLayout.JAVA_INT);
      FunctionDescriptor pointer = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
      MethodHandle start = linker.downcallHandle(functions.findOrThrow("nvmlInit_v2"), nothing);
      MethodHandle count =
          linker.downcallHandle(functions.findOrThrow("nvmlDeviceGetCount_v2"), pointer);
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      boolean isTold = (int) start.invokeExact() == 0 && (int) count.invokeExact(number) == 0;
      return isTold ? number.get(ValueLayout.JAVA_INT, 0) : 0;
    } catch (Throwable none) {
      log.debug("There is no GPU that NVIDIA's library tells of", none);
      return 0;
    }
  }
}
