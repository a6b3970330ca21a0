package io.tiffin.trace.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tiffin.batching.Deadline;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Model;
import io.tiffin.model.ModelPools;
import io.tiffin.model.PoolSize;
import io.tiffin.model.Runner;
import io.tiffin.model.TestManifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call of the engine that several requests wait for, in the traces of all of them. */
@Timeout(60)
class SharedInferenceTests {

  private static final RealTicker TICKER = new RealTicker();

  private final EndedSpans spans = new EndedSpans();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Model model =
      new ModelPools(new PoolSize(1, 16), new SimpleMeterRegistry(), TICKER, spans.traces())
          .open(TestManifests.complete(), Gated::new, () -> {});

  /** An engine that begins, and answers once the gate is open. */
  private final class Gated implements Runner {

    @Override
    public Inference run(Examples examples) throws InterruptedException {
      begun.countDown();
      gate.await();
      return new Inference.Answered(new float[examples.rows() * 4], new float[examples.rows() * 3]);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    gate.countDown();
    model.close();
    spans.close();
  }

  @Test
  void itIsBelowTheFirstAndLinkedWithTheOtherAndBothKnowHowLongTheyWaited() throws Exception {
    List<Thread> callers = new ArrayList<>();
    callers.add(caller("alone", Duration.ofMinutes(1)));
    begun.await();
    callers.add(waiting("first"));
    callers.add(waiting("second"));

    gate.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    model.close();

    List<SpanData> runs =
        spans.all().stream().filter(span -> span.getName().startsWith("run ")).toList();
    assertThat(runs).hasSize(2);
    SpanData shared = runs.getLast();
    assertThat(number(shared, "tiffin.batch.calls")).isEqualTo(2);
    assertThat(shared.getTraceId()).isEqualTo(spans.of("first").getTraceId());
    assertThat(shared.getParentSpanId()).isEqualTo(spans.of("first").getSpanId());
    assertThat(EndedSpans.linked(shared)).containsExactly(spans.of("second").getSpanId());
    assertThat(EndedSpans.linked(spans.of("second"))).containsExactly(shared.getSpanId());
    assertThat(number(spans.of("second"), "tiffin.model.queue_us")).isPositive();
  }

  @Test
  void aCallerThatGivesUpLeavesNoSpanOpen() throws Exception {
    Thread caller = caller("impatient", Duration.ofMillis(1));
    caller.join();
    gate.countDown();
    model.close();

    assertThat(spans.of("impatient").hasEnded()).isTrue();
    assertThat(spans.all()).allMatch(SpanData::hasEnded);
  }

  private Thread waiting(String name) {
    Thread caller = caller(name, Duration.ofMinutes(1));
    await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    return caller;
  }

  private Thread caller(String name, Duration patience) {
    return Thread.ofPlatform()
        .start(() ->
            spans.inSpan(
                name,
                () ->
                    model.run(
                        new Examples(model.manifest().inputs(), 1),
                        Deadline.in(patience, TICKER))));
  }

  private static long number(SpanData span, String key) {
    Long value = span.getAttributes().get(AttributeKey.longKey(key));
    assertThat(value).as(key).isNotNull();
    return value;
  }
}
