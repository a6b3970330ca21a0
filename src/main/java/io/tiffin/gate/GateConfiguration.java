package io.tiffin.gate;

import com.sun.management.OperatingSystemMXBean;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.gate.VersionTrial.Tools;
import io.tiffin.model.ModelEngine;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelPools;
import io.tiffin.model.ModelProperties;
import io.tiffin.model.ModelTrial;
import io.tiffin.model.SampleEncoder;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The gate, with the thresholds in force. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GateProperties.class)
class GateConfiguration {

  /** Of the room that estimates, which this one does not know; the default is its. */
  private static final String RESERVE = "tiffin.estimate.model-reserve";

  @Bean
  Infrastructure infrastructure(
      GateProperties gate,
      ModelProperties model,
      @Value("${tiffin.model.device:cpu}") String device) {
    return new Infrastructure(
        device,
        Runtime.getRuntime().availableProcessors(),
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize(),
        Runtime.getRuntime().maxMemory(),
        model.instances(),
        gate.profile());
  }

  @Bean
  ModelGate modelGate(
      GateProperties properties,
      Infrastructure infrastructure,
      List<ModelEngine> engines,
      ModelProperties model,
      Catalogue catalogue,
      Environment environment,
      Ticker ticker,
      Clock clock) {
    Duration reserve =
        Binder.get(environment).bind(RESERVE, Duration.class).orElse(Duration.ofMillis(60));
    return new MeasuringGate(
        new Tools(
            loader(engines, model, catalogue, ticker),
            new SampleEncoder(catalogue),
            new ThisProcess(),
            new NvidiaSmi(),
            infrastructure.gpu() != null,
            ticker,
            Measuring.usual(properties.concurrency(), properties.batch())),
        properties.inForce(reserve),
        infrastructure,
        clock);
  }

  private static ModelLoader loader(
      List<ModelEngine> engines, ModelProperties model, Catalogue catalogue, Ticker ticker) {
    return ModelLoader.of(
        engines, ModelPools.uncounted(model.poolSize(), ticker), new ModelTrial(catalogue, ticker));
  }
}
