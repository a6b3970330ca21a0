package io.tiffin.estimate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.estimate.AnsweredBy.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of one version's estimates. A meter is registered when it is first needed, and
 * removed with the version, so that their number follows the versions that serve and not those that
 * ever did. Thread-safe; without a lock once a meter is there.
 */
final class VersionMeters {

  private static final int OUTCOMES = EstimateOutcome.values().length;

  private final MeterRegistry registry;
  private final String model;
  private final String version;
  private final AtomicReferenceArray<@Nullable Counter> counters =
      new AtomicReferenceArray<>(Role.values().length * OUTCOMES);
  private final List<Meter> registered = new ArrayList<>();
  private volatile @Nullable ShadowMeters shadow;
  private boolean isForgotten;

  VersionMeters(MeterRegistry registry, String model, String version) {
    this.registry = registry;
    this.model = model;
    this.version = version;
  }

  /**
   * Counts an estimate that this version made.
   *
   * @param outcome what became of the version that was to make it
   */
  void count(Role role, EstimateOutcome outcome) {
    Counter counter = counters.getPlain(index(role, outcome));
    (counter == null ? registered(role, outcome) : counter).increment();
  }

  /** What is counted of it as a shadow. */
  ShadowMeters shadow() {
    ShadowMeters known = shadow;
    return known == null ? registeredShadow() : known;
  }

  /** Removes all of its meters; what it still counts after that is lost. */
  synchronized void forget() {
    isForgotten = true;
    registered.forEach(registry::remove);
    registered.clear();
  }

  @SuppressWarnings("EnumOrdinal") // positions live in memory only
  private static int index(Role role, EstimateOutcome outcome) {
    return role.ordinal() * OUTCOMES + outcome.ordinal();
  }

  private synchronized Counter registered(Role role, EstimateOutcome outcome) {
    Counter known = counters.get(index(role, outcome));
    if (known != null) {
      return known;
    }
    Counter counter =
        kept(
            Counter.builder("tiffin.estimates")
                .description("Estimates by who made them and how that came about")
                .tag("outcome", lowerCase(outcome))
                .tag("model", model)
                .tag("version", version)
                .tag("role", lowerCase(role))
                .register(registry));
    counters.set(index(role, outcome), counter);
    return counter;
  }

  private synchronized ShadowMeters registeredShadow() {
    ShadowMeters known = shadow;
    if (known == null) {
      known =
          new ShadowMeters(
              shadowed("answered"),
              shadowed("dropped"),
              shadowed("failed"),
              difference("longer"),
              difference("shorter"));
      shadow = known;
    }
    return known;
  }

  private Counter shadowed(String outcome) {
    return kept(
        Counter.builder("tiffin.estimate.shadow")
            .description("Orders that the shadow was to be asked about")
            .tag("model", model)
            .tag("version", version)
            .tag("outcome", outcome)
            .register(registry));
  }

  private DistributionSummary difference(String than) {
    return kept(
        DistributionSummary.builder("tiffin.estimate.shadow.difference")
            .description("How far the shadow's median was from the one that was told")
            .baseUnit("minutes")
            .tag("model", model)
            .tag("version", version)
            .tag("shadow", than)
            .register(registry));
  }

  private <M extends Meter> M kept(M meter) {
    if (isForgotten) {
      registry.remove(meter);
    } else {
      registered.add(meter);
    }
    return meter;
  }

  private static String lowerCase(Enum<?> each) {
    return each.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What is counted of a shadow.
   *
   * @param answered orders
   * @param dropped orders it was not asked about, because there was too much else to do
   * @param failed orders it had no answer to, or none to be believed
   * @param longer minutes by which its median was above the one that was told
   * @param shorter minutes by which it was below
   */
  record ShadowMeters(
      Counter answered,
      Counter dropped,
      Counter failed,
      DistributionSummary longer,
      DistributionSummary shorter) {

    /** Records what the shadow said beside what was told, both in minutes. */
    void differs(double said, double told) {
      answered.increment();
      if (said >= told) {
        longer.record(said - told);
      } else {
        shorter.record(told - said);
      }
    }
  }
}
