package io.tiffin.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.TiffinApplication;
import io.tiffin.fixture.OtlpReceiver;
import io.tiffin.fixture.OtlpReceiver.Received;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.model.ServedStatus;
import io.tiffin.trace.TracedService.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector receives of the whole service over a real Redis, alive and dead. */
@Timeout(180)
class TracedTiersTests {

  private static final String REQUEST = "POST /v1/estimates";

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final ServerProcess redis =
      ServerProcess.start(
          port -> List.of("redis-server", "--port", "" + port, "--save", "", "--appendonly", "no"));

  @TempDir private Path directory;
  private TracedService service;

  @BeforeEach
  void start() {
    service =
        TracedService.start(
            TiffinApplication.class,
            receiver,
            "tiffin.store.tiers=near-cache,redis",
            "tiffin.events.runtime=none",
            "spring.data.redis.host=127.0.0.1",
            "spring.data.redis.port=" + redis.port(),
            "tiffin.data-directory=" + directory,
            "tiffin.model.native-directory="
                + System.getProperty("tiffin.model.native-directory", "target/native"));
    service.bean(ServedStatus.class).awaitLoaded();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> service.postUntraced("/v1/estimates", TracedService.ORDER).status() == 200);
  }

  @AfterEach
  void stop() {
    service.close();
    redis.close();
    receiver.close();
  }

  @Test
  void aTraceTellsEachTierAndEachCallOfTheModelHealthyAndNot() {
    assertThat(receiver.spans()).as("nobody asked for a trace yet").isEmpty();

    tellsOfAHealthyEstimate();
    tellsOfATierThatHangs();
    tellsOfADeadTier();
    tellsOfAnOpenBreaker();
  }

  private void tellsOfAHealthyEstimate() {
    Answer answer = estimate("r-1");

    assertThat(answer.status()).isEqualTo(200);
    List<Received> spans = service.spans(answer);
    Received request = only(spans, REQUEST);
    assertThat(request.failed()).isFalse();
    assertThat(request.resource()).containsEntry("service.name", "tiffin");
    assertThat(request.attributes())
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", "/v1/estimates")
        .containsEntry("http.response.status_code", "200")
        .containsEntry("tiffin.orders", 1L)
        .containsEntry("tiffin.model.name", "eta")
        .containsEntry("tiffin.model.role", "stable")
        .containsEntry("tiffin.degraded", false);

    List<Received> near =
        spans.stream().filter(span -> span.name().equals("find near_cache")).toList();
    assertThat(near)
        .isNotEmpty()
        .allMatch(span -> span.parentId().equals(request.spanId()))
        .noneMatch(Received::failed);
    Received tier = first(spans, "find redis");
    assertThat(near).extracting(Received::spanId).contains(tier.parentId());
    assertThat(tier.failed()).isFalse();
    assertThat(tier.attributes())
        .containsEntry("db.system.name", "redis")
        .containsEntry("db.operation.name", "find")
        .containsEntry("tiffin.tier.role", "source")
        .containsEntry("tiffin.rows.found", 0L)
        .doesNotContainKeys("error.type", "tiffin.breaker.state");
    assertThat((Long) Objects.requireNonNull(tier.attributes().get("tiffin.rows.asked")))
        .isPositive();

    assertThat(spans)
        .extracting(Received::name)
        .as("nothing between, and nothing twice")
        .containsOnly(REQUEST, "find near_cache", "find redis", "infer eta", "run eta");

    Received inference = only(spans, "infer eta");
    assertThat(inference.parentId()).isEqualTo(request.spanId());
    assertThat(inference.failed()).isFalse();
    assertThat(inference.attributes())
        .containsEntry("tiffin.model.role", "stable")
        .containsKeys("tiffin.model.version", "tiffin.model.queue_us");
    Received run = only(spans, "run eta");
    assertThat(run.parentId()).isEqualTo(inference.spanId());
    assertThat(run.attributes())
        .containsEntry("tiffin.batch.calls", 1L)
        .containsEntry("tiffin.batch.orders", 1L);
  }

  private void tellsOfATierThatHangs() {
    redis.freeze();

    Answer answer = estimate("r-2");
    redis.thaw();

    assertThat(answer.status()).isEqualTo(200);
    Received tier = first(service.spans(answer), "find redis");
    assertThat(tier.failed()).isTrue();
    assertThat(tier.attributes()).containsEntry("error.type", "timeout");
  }

  private void tellsOfADeadTier() {
    redis.kill();

    Answer answer = estimate("r-3");

    assertThat(answer.status()).isEqualTo(200);
    List<Received> spans = service.spans(answer);
    Received tier = first(spans, "find redis");
    assertThat(tier.failed()).isTrue();
    assertThat(tier.attributes())
        .containsKeys("error.type", "tiffin.rows.failed")
        .doesNotContainEntry("error.type", "breaker_open");
    Received request = only(spans, REQUEST);
    assertThat(request.failed()).isFalse();
    assertThat(request.attributes()).containsEntry("tiffin.degraded", true);
  }

  /** What is told is the state at the begin: of the call that opens it, none. */
  private void tellsOfAnOpenBreaker() {
    Received refused =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> first(service.spans(estimate("r-4")), "find redis"),
                span ->
                    "breaker_open".equals(span.attributes().get("error.type"))
                        && span.attributes().containsKey("tiffin.breaker.state"));

    assertThat(refused.failed()).isTrue();
    assertThat(refused.attributes().get("tiffin.breaker.state")).isIn("open", "half_open");
  }

  private Answer estimate(String restaurant) {
    return service.post("/v1/estimates", TracedService.ORDER.replace("r-17", restaurant));
  }

  private static Received only(List<Received> spans, String name) {
    List<Received> named = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).as("%s of %s", name, spans).hasSize(1);
    return named.getFirst();
  }

  private static Received first(List<Received> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
  }
}
