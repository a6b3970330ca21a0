package io.tiffin.model.djl;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The one device that models of this process run on, checked when the process starts and told to
 * the native libraries before any of them is loaded: each of them, and DJL for itself, would take
 * every GPU that it sees.
 */
public final class ModelDevice {

  static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private static final String GROWTH = "TF_FORCE_GPU_ALLOW_GROWTH";

  /** In the jars of the engines' libraries for GPUs, and in no others. */
  private static final List<String> GPU_LIBRARIES =
      List.of(
          "org/tensorflow/internal/c_api/linux-x86_64-gpu",
          "ai/onnxruntime/native/linux-x64/libonnxruntime_providers_cuda.so",
          "ai/onnxruntime/native/win-x64/onnxruntime_providers_cuda.dll");

  private final EngineProperties properties;

  private ModelDevice(EngineProperties properties) {
    this.properties = properties;
  }

  /** Whether models run on a GPU; it is the first that native libraries see. */
  public boolean isGpu() {
    return properties.gpu().isPresent();
  }

  /**
   * Makes the device that is asked for the only one that native libraries see.
   *
   * @throws DeviceRefusedException if it is not there
   */
  static ModelDevice choose(EngineProperties properties) {
    boolean hasLibraries = hasGpuLibraries(ModelDevice.class.getClassLoader());
    if (properties.gpu().isPresent() || hasLibraries) {
      choose(properties, hasLibraries);
    }
    return new ModelDevice(properties);
  }

  private static void choose(EngineProperties properties, boolean hasLibraries) {
    List<String> gpus = GpuList.of(System.getenv(VISIBLE));
    ProcessEnvironment.set(VISIBLE, visible(properties, gpus, hasLibraries), true);
    if (properties.gpuMemoryGrowth()) {
      ProcessEnvironment.set(GROWTH, "true", true);
    }
  }

  private static boolean hasGpuLibraries(ClassLoader classPath) {
    return GPU_LIBRARIES.stream().anyMatch(name -> classPath.getResource(name) != null);
  }

  /**
   * What CUDA is to see.
   *
   * @param gpus the machine's, by the names that CUDA takes
   * @param hasLibraries whether an engine's library for GPUs is on the class path
   */
  static String visible(EngineProperties properties, List<String> gpus, boolean hasLibraries) {
    OptionalInt gpu = properties.gpu();
    if (gpu.isEmpty()) {
      return "-1";
    }
    String asked = "tiffin.model.device is " + properties.device();
    if (gpu.getAsInt() >= gpus.size()) {
      throw new DeviceRefusedException(
          asked + ", and the devices here are " + names(gpus) + ".",
          "Set tiffin.model.device to one of these; a GPU also needs NVIDIA's driver, and a build"
              + " with -Dtensorflow-native.classifier=linux-x86_64-gpu.");
    }
    if (!hasLibraries) {
      throw new DeviceRefusedException(
          asked + ", and this build has libraries for the processor only.",
          "Build with -Dtensorflow-native.classifier=linux-x86_64-gpu, for ONNX Runtime with"
              + " -Donnxruntime.artifact=onnxruntime_gpu, or set tiffin.model.device to cpu.");
    }
    return gpus.get(gpu.getAsInt());
  }

  private static String names(List<String> gpus) {
    return Stream.concat(
            Stream.of("cpu"), IntStream.range(0, gpus.size()).mapToObj(gpu -> "gpu:" + gpu))
        .collect(Collectors.joining(", "));
  }
}
