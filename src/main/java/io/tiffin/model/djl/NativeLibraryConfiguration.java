package io.tiffin.model.djl;

import io.tiffin.model.NativeLibrary;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine room's side door: its library without its loader. */
@Configuration(proxyBeanMethods = false)
class NativeLibraryConfiguration {

  @Bean
  NativeLibrary nativeLibrary(
      @Value("${tiffin.model.native-directory:${tiffin.data-directory:./data}/native}")
          Path directory) {
    return () -> TensorFlowLibrary.load(directory);
  }
}
