package io.tiffin.estimate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An estimate that waits to be held against what happened. What changes is guarded by {@link
 * RecentEstimates}, but for what the shadow said.
 */
final class RecentEstimate {

  private final String id;
  private final @Nullable String orderId;
  private final String model;
  private final long placedAtMillis;
  private final Said told;
  private volatile @Nullable Said shadow;

  private boolean open = true;
  private int tries;
  private long dueAtMillis;

  /**
   * What a version said.
   *
   * @param by the version, in its role
   */
  record Said(AnsweredBy by, DeliveryMinutes minutes) {}

  /**
   * @param model the name of the model that was asked
   */
  RecentEstimate(Estimate estimate, String model, long dueAtMillis) {
    this.id = estimate.id();
    this.orderId = estimate.order().orderId();
    this.model = model;
    this.placedAtMillis = estimate.order().placedAt().toEpochMilli();
    this.told = new Said(estimate.answeredBy(), estimate.minutes());
    this.dueAtMillis = dueAtMillis;
  }

  String id() {
    return id;
  }

  /** Null if its caller gave none: then no event can name it. */
  @Nullable String orderId() {
    return orderId;
  }

  String model() {
    return model;
  }

  Instant placedAt() {
    return Instant.ofEpochMilli(placedAtMillis);
  }

  Said told() {
    return told;
  }

  /** What the shadow said of the same order; null if it was not asked. */
  @Nullable Said shadow() {
    return shadow;
  }

  void shadowed(Said said) {
    shadow = said;
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }

  /** Whether its order should have arrived, so that it is time to look. */
  boolean isDue(long nowMillis) {
    return open && orderId != null && dueAtMillis <= nowMillis;
  }

  /** It was looked for and had not arrived. */
  int triedUntil(long nextMillis) {
    dueAtMillis = nextMillis;
    return ++tries;
  }

  /** Nobody could say; that counts as no try. */
  void postpone(long nextMillis) {
    dueAtMillis = nextMillis;
  }
}
