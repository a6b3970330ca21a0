package io.tiffin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.ServedApplication;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.guard.GuardReading.State;
import io.tiffin.guard.GuardedCall.Admitted;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** What guards are like by default, and what properties change of it. */
@SpringBootTest(
    classes = ServedApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "management.server.port=0",
      "tiffin.warm-up.limit=0s",
      "resilience4j.circuitbreaker.instances.bigtable.wait-duration-in-open-state=3s",
      "resilience4j.bulkhead.instances.bigtable.max-concurrent-calls=7",
      "resilience4j.timelimiter.instances.bigtable.timeout-duration=250ms",
      "resilience4j.timelimiter.instances.bigtable-writes.timeout-duration=400ms",
    })
class GuardSettingsTests {

  private final Deadline deadline = Deadline.in(Duration.ofSeconds(9), new FakeTicker());

  @Autowired private Guards guards;
  @Autowired private CircuitBreakerRegistry breakers;
  @Autowired private BulkheadRegistry bulkheads;
  @Autowired private MeterRegistry meters;
  @Autowired private List<HealthIndicator> health;

  @Test
  void breakersHaveTheDefaultsOfTheApplication() {
    CircuitBreakerConfig config = breakers.circuitBreaker("firestore").getCircuitBreakerConfig();

    assertThat(config.getSlidingWindowSize()).isEqualTo(50);
    assertThat(config.getMinimumNumberOfCalls()).isEqualTo(10);
    assertThat(config.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(1000);
    assertThat(config.getPermittedNumberOfCallsInHalfOpenState()).isEqualTo(3);
    assertThat(config.isAutomaticTransitionFromOpenToHalfOpenEnabled()).isTrue();
    assertThat(bulkheads.bulkhead("firestore").getBulkheadConfig().getMaxConcurrentCalls())
        .isEqualTo(256);
  }

  /** The doors before it let in more than the 256 of a tier over the network. */
  @Test
  void aTierOfThisProcessTakesMoreAtATime() {
    assertThat(bulkheads.bulkhead("rocksdb").getBulkheadConfig().getMaxConcurrentCalls())
        .isEqualTo(4096);
    assertThat(bulkheads.bulkhead("rocksdb-writes").getBulkheadConfig().getMaxConcurrentCalls())
        .isEqualTo(4096);
  }

  @Test
  void aGuardOfSomethingThatComesAndGoesHasTheSettingsOfItsKindAndLeavesNothing() {
    Guard guard = guards.fresh("bigtable-7", "bigtable");
    for (int call = 0; call < 20; call++) {
      if (guard.enter(deadline) instanceof Admitted admitted) {
        admitted.failed(null);
      }
    }

    assertThat(guard.reading().state()).isEqualTo(State.OPEN);
    assertThat(breakers.circuitBreaker("bigtable-7").getCircuitBreakerConfig())
        .isEqualTo(breakers.circuitBreaker("bigtable").getCircuitBreakerConfig());
    assertThat(bulkheads.bulkhead("bigtable-7").getBulkheadConfig().getMaxConcurrentCalls())
        .isEqualTo(7);
    assertThat(metersOf("bigtable-7")).isPositive();

    Guard next = guards.fresh("bigtable-7", "bigtable");
    assertThat(next.reading().state()).isEqualTo(State.CLOSED);
    guards.forget(guard); // too late: another has taken its place
    assertThat(guards.reading("bigtable-7")).isPresent();

    guards.forget(next);
    assertThat(guards.reading("bigtable-7")).isEmpty();
    assertThat(metersOf("bigtable-7")).isZero();
  }

  private long metersOf(String name) {
    return meters.getMeters().stream()
        .filter(
            meter -> meter.getId().getTags().stream().anyMatch(tag -> tag.getValue().equals(name)))
        .count();
  }

  @Test
  void aPropertyOfOneInstanceLeavesItsOtherDefaults() {
    CircuitBreakerConfig config = breakers.circuitBreaker("bigtable").getCircuitBreakerConfig();

    assertThat(config.getWaitIntervalFunctionInOpenState().apply(1)).isEqualTo(3000);
    assertThat(config.getMinimumNumberOfCalls()).isEqualTo(10);
    assertThat(config.isWritableStackTraceEnabled()).isFalse();
    assertThat(bulkheads.bulkhead("bigtable").getBulkheadConfig().getMaxConcurrentCalls())
        .isEqualTo(7);
  }

  @Test
  void timeLimitsAreThoseOfTheProperties() {
    assertThat(limit(guards.limited("redis"))).isEqualTo(Duration.ofMillis(50));
    assertThat(limit(guards.limited("memcached"))).isEqualTo(Duration.ofMillis(50));
    assertThat(limit(guards.limited("dynamodb"))).isEqualTo(Duration.ofMillis(100));
    assertThat(limit(guards.limited("bigtable"))).isEqualTo(Duration.ofMillis(250));
    assertThat(limit(guards.unlimited("bigtable-writes"))).isEqualTo(Duration.ofMillis(400));
    assertThat(limit(guards.unlimited("rocksdb"))).isEqualTo(Duration.ofSeconds(9));
  }

  /** With the library's own clock and the real wait. */
  @Test
  void whatHealsIsBackWithinThreeSecondsAndMetersTell() {
    Guard guard = guards.limited("healing");
    for (int call = 0; call < 10; call++) {
      ((Admitted) guard.enter(deadline)).failed(null);
    }
    double open = state("healing", "open");

    Awaitility.await()
        .atMost(Duration.ofSeconds(3))
        .until(() -> {
          if (guard.enter(deadline) instanceof Admitted call) {
            call.answered();
          }
          return guard.reading().state() == State.CLOSED;
        });

    assertThat(open).isEqualTo(1);
    assertThat(state("healing", "closed")).isEqualTo(1);
    assertThat(calls("failed")).isEqualTo(10);
    assertThat(
            meters
                .get("resilience4j.circuitbreaker.not.permitted.calls")
                .tag("name", "healing")
                .counter()
                .count())
        .isPositive();
    assertThat(
            meters
                .get("resilience4j.bulkhead.available.concurrent.calls")
                .tag("name", "healing")
                .gauge()
                .value())
        .isEqualTo(256);
  }

  @Test
  void noBreakerTakesAReplicaOut() {
    assertThat(health)
        .noneMatch(indicator -> indicator.getClass().getName().contains("resilience4j"));
  }

  private double state(String name, String state) {
    return meters
        .get("resilience4j.circuitbreaker.state")
        .tag("name", name)
        .tag("state", state)
        .gauge()
        .value();
  }

  private long calls(String kind) {
    return meters
        .get("resilience4j.circuitbreaker.calls")
        .tag("name", "healing")
        .tag("kind", kind)
        .timer()
        .count();
  }

  private Duration limit(Guard guard) {
    return Duration.ofNanos(((Admitted) guard.enter(deadline)).deadline().remainingNanos());
  }
}
