package io.tiffin.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards in use, by name. What each is like stands in {@code
 * resilience4j.circuitbreaker.instances.<name>}, {@code resilience4j.bulkhead.instances.<name>} and
 * {@code resilience4j.timelimiter.instances.<name>}. Thread-safe.
 *
 * <p>{@code tiffin.guard.transitions} {guard, to} counts how often a guard changed its state;
 * Resilience4j's own meters tell the state and the calls.
 */
public final class Guards {

  private static final String TRANSITIONS = "tiffin.guard.transitions";

  private static final Logger LOG = LoggerFactory.getLogger(Guards.class);

  private final CircuitBreakerRegistry breakers;
  private final BulkheadRegistry bulkheads;
  private final TimeLimiterRegistry limits;
  private final MeterRegistry meters;
  private final Ticker ticker;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();

  public Guards(
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      TimeLimiterRegistry limits,
      MeterRegistry meters,
      Ticker ticker) {
    this.breakers = breakers;
    this.bulkheads = bulkheads;
    this.limits = limits;
    this.meters = meters;
    this.ticker = ticker;
  }

  /** The guard of something whose time is limited in any case, by the default limit if need be. */
  public Guard limited(String name) {
    Duration usual = limits.getDefaultConfig().getTimeoutDuration();
    return guards.computeIfAbsent(name, same -> guard(same, usual));
  }

  /** The guard of something that has the caller's deadline, unless a limit of its own is set. */
  public Guard unlimited(String name) {
    return guards.computeIfAbsent(name, same -> guard(same, null));
  }

  /**
   * A guard of something that comes and goes: limited in any case, with the settings of the guard
   * {@code like}, and with nothing against it yet. To be {@linkplain #forget forgotten} with what
   * it guards, so that neither it nor its meters stay behind.
   */
  public Guard fresh(String name, String like) {
    Duration usual = limits.getDefaultConfig().getTimeoutDuration();
    CircuitBreakerConfig breaker =
        breakers
            .find(like)
            .map(CircuitBreaker::getCircuitBreakerConfig)
            .orElseGet(breakers::getDefaultConfig);
    BulkheadConfig bulkhead =
        bulkheads
            .find(like)
            .map(Bulkhead::getBulkheadConfig)
            .orElseGet(bulkheads::getDefaultConfig);
    remove(name);
    Guard guard =
        new Guard(
            observed(breakers.circuitBreaker(name, breaker), name),
            bulkheads.bulkhead(name, bulkhead),
            limit(like, usual),
            ticker);
    guards.put(name, guard);
    return guard;
  }

  /** Ends a guard, unless a later one of its name has taken its place. */
  public void forget(Guard guard) {
    if (guards.remove(guard.name(), guard)) {
      remove(guard.name());
    }
  }

  private void remove(String name) {
    guards.remove(name);
    var _ = breakers.remove(name);
    var _ = bulkheads.remove(name);
    meters.find(TRANSITIONS).tag("guard", name).counters().forEach(meters::remove);
  }

  /** How the guard of this name stands; empty if none is in use. */
  public Optional<GuardReading> reading(String name) {
    return Optional.ofNullable(guards.get(name)).map(Guard::reading);
  }

  private Guard guard(String name, @Nullable Duration usualLimit) {
    return new Guard(
        observed(breakers.circuitBreaker(name), name),
        bulkheads.bulkhead(name),
        limit(name, usualLimit),
        ticker);
  }

  private @Nullable Duration limit(String name, @Nullable Duration usual) {
    return limits
        .find(name)
        .map(TimeLimiter::getTimeLimiterConfig)
        .map(config -> config.getTimeoutDuration())
        .orElse(usual);
  }

  private CircuitBreaker observed(CircuitBreaker breaker, String name) {
    breaker
        .getEventPublisher()
        .onStateTransition(event -> changed(name, event.getStateTransition()));
    return breaker;
  }

  private void changed(String name, StateTransition transition) {
    Guard guard = guards.get(name);
    if (guard == null) {
      return; // forgotten; its breaker goes on trial all the same
    }
    CircuitBreaker.State to = transition.getToState();
    switch (transition) {
      case CLOSED_TO_OPEN, CLOSED_TO_FORCED_OPEN -> {
        guard.countOpening();
        LOG.warn("{} is not asked for now, but on trial: too many calls of it failed", name);
      }
      case HALF_OPEN_TO_CLOSED, OPEN_TO_CLOSED, FORCED_OPEN_TO_CLOSED ->
          LOG.info("{} is asked again", name);
      default -> LOG.debug("{}: {}", name, transition); // trials, one a second
    }
    Counter.builder(TRANSITIONS)
        .description("Changes of a guard's state")
        .tag("guard", name)
        .tag("to", to.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }
}
