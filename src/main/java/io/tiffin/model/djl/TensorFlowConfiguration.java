package io.tiffin.model.djl;

import io.tiffin.model.ModelEngine;
import io.tiffin.model.NativeLibrary;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** TensorFlow's doors: the engine, its library without it, and the device of both. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
class TensorFlowConfiguration {

  static final String DIRECTORY =
      "${tiffin.model.native-directory:${tiffin.data-directory:./data}/native}";

  /** Also where beans are made late: a device that is not there stops the start. */
  @Bean
  @Lazy(false)
  ModelDevice modelDevice(EngineProperties properties) {
    return ModelDevice.choose(properties);
  }

  @Bean
  ModelEngine tensorFlowEngine(
      EngineProperties properties, @Value(DIRECTORY) Path directory, ModelDevice device) {
    return new TensorFlowEngine(
        () -> TensorFlowLibrary.load(directory, device), SessionOptions.of(properties));
  }

  @Bean
  NativeLibrary nativeLibrary(@Value(DIRECTORY) Path directory, ModelDevice device) {
    return () -> TensorFlowLibrary.load(directory, device);
  }
}
