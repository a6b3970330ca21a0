package io.tiffin.gate;

import com.sun.management.OperatingSystemMXBean;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.gate.VersionTrial.Tools;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.ModelProperties;
import io.tiffin.model.SampleEncoder;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The gate, with the thresholds in force. */
@Configuration(proxyBeanMethods = false)
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
        model.threads(),
        gate.profile());
  }

  @Bean
  ModelGate modelGate(
      GateProperties properties,
      Infrastructure infrastructure,
      @Qualifier("uncountedModelLoader") ModelLoader loader,
      Catalogue catalogue,
      Environment environment,
      Ticker ticker,
      Clock clock) {
    Duration reserve =
        Binder.get(environment).bind(RESERVE, Duration.class).orElse(Duration.ofMillis(60));
    return new MeasuringGate(
        new Tools(
            loader,
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
}
