package io.tiffin.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.tiffin.ServedApplication;
import io.tiffin.fixture.AudibleLogs;
import io.tiffin.fixture.OtlpReceiver;
import io.tiffin.fixture.RealTicker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A collector that refuses or hangs costs spans and nothing else; and what is off is not there. */
@Timeout(180)
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class CollectorFaultTests {

  private static final int REQUESTS = 200;
  private static final int QUEUE = 64;
  private static final int BATCH = 32;

  /** Of an estimate over a store in memory: its request, and its model. */
  private static final int SPANS_EACH = 2;

  private static final RealTicker TICKER = new RealTicker();

  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  /** The control: every span arrives, where the queue has a moment to empty. */
  @Test
  void aSoundCollectorReceivesEverySpan() {
    try (TracedService service = traced("max-queue-size=10000")) {
      estimates(service);

      await().until(() -> receiver.spans().size() == SPANS_EACH * REQUESTS);
      assertThat(count(service, "lost")).isZero();
    }
  }

  @Test
  void aCollectorThatRefusesIsToldOfOnceAndAgainWhenItIsBack(CapturedOutput output) {
    receiver.answer(500);
    try (TracedService service = traced("max-queue-size=10000")) {
      estimates(service);

      await().until(() -> count(service, "lost") == SPANS_EACH * REQUESTS);
      assertThat(told(output, "The collector takes no spans")).isOne();
      assertThat(told(output, "HttpExporter")).isZero();

      receiver.answer(200);
      estimate(service);
      await().until(() -> told(output, "The collector takes spans again") == 1);
    }
  }

  @Test
  void aCollectorThatHangsHoldsNobodyUpAndLittlePilesUp() {
    receiver.hang();
    try (TracedService service = traced("max-queue-size=" + QUEUE)) {
      long begun = TICKER.nanos();

      estimates(service);

      assertThat(Duration.ofNanos(TICKER.nanos() - begun)).isLessThan(Duration.ofSeconds(30));
      receiver.resume();
      await().until(() -> !receiver.spans().isEmpty());
      estimate(service);
      await().until(() -> count(service, "exported") == receiver.spans().size());
      assertThat(receiver.spans()).hasSizeLessThan(SPANS_EACH * REQUESTS / 2);
    }
  }

  @Test
  void nothingOfItIsThereWhereNobodyTraces() {
    try (TracedService service = traced()) {
      assertThat(service.bean(Traces.class).isOn()).isTrue();
      assertThat(exporting()).as("the control").isTrue();
    }
    try (ConfigurableApplicationContext service =
        new SpringApplicationBuilder(ServedApplication.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--tiffin.warm-up.limit=0s",
                "--spring.main.banner-mode=off")) {
      assertThat(service.getBean(Traces.class)).isSameAs(Traces.OFF);
      assertThat(service.getBeanProvider(OpenTelemetry.class).getIfAvailable()).isNull();
      assertThat(exporting()).isFalse();
    }
  }

  private static boolean exporting() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("BatchSpanProcessor"));
  }

  private TracedService traced(String... export) {
    String[] properties = new String[export.length + 1];
    for (int i = 0; i < export.length; i++) {
      properties[i] = "management.opentelemetry.tracing.export." + export[i];
    }
    properties[export.length] = "management.opentelemetry.tracing.export.max-batch-size=" + BATCH;
    return TracedService.start(ServedApplication.class, 1, receiver, properties);
  }

  private static void estimates(TracedService service) {
    for (int i = 0; i < REQUESTS; i++) {
      estimate(service);
    }
  }

  private static void estimate(TracedService service) {
    assertThat(service.postUntraced("/v1/estimates", TracedService.ORDER).status()).isEqualTo(200);
  }

  private static double count(TracedService service, String outcome) {
    return service
        .bean(MeterRegistry.class)
        .get("tiffin.trace.spans")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private static long told(CapturedOutput output, String sentence) {
    return output.toString().lines().filter(line -> line.contains(sentence)).count();
  }
}
