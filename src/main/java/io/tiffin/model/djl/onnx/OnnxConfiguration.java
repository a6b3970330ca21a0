package io.tiffin.model.djl.onnx;

import ai.djl.Device;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.djl.EngineProperties;
import io.tiffin.model.djl.ModelDevice;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** ONNX Runtime's door: the engine. */
@Configuration(proxyBeanMethods = false)
class OnnxConfiguration {

  @Bean
  ModelEngine onnxEngine(
      EngineProperties properties,
      @Value("${tiffin.model.native-directory:${tiffin.data-directory:./data}/native}")
          Path directory,
      ModelDevice device) {
    Path own = directory.resolveSibling(directory.getFileName() + "-onnxruntime");
    return new OnnxEngine(
        () -> OnnxLibrary.load(own),
        device.isGpu() ? Device.gpu(0) : Device.cpu(),
        options(properties));
  }

  /** With one thread a call runs on the thread that makes it; no pool is started. */
  static Map<String, String> options(EngineProperties properties) {
    return Map.of(
        "intraOpNumThreads",
        String.valueOf(properties.intraOpThreads()),
        "interOpNumThreads",
        String.valueOf(properties.interOpThreads()),
        "executionMode",
        properties.interOpThreads() == 1 ? "SEQUENTIAL" : "PARALLEL");
  }
}
