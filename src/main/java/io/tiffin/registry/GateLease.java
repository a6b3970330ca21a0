package io.tiffin.registry;

import io.tiffin.feature.RowKey;
import io.tiffin.registry.SourceRows.Written;
import io.tiffin.store.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to judge a version, so that one of a fleet does: a row that is renewed while the gate
 * is at work, and that ends by itself if its holder dies. Thread-safe; one version at a time.
 */
final class GateLease {

  /** Renewed three times before it ends. Chosen. */
  static final Duration LENGTH = Duration.ofSeconds(30);

  /** How far clocks of two machines may be apart. Chosen; NTP keeps them within milliseconds. */
  private static final Duration SKEW = Duration.ofSeconds(1);

  private final SourceRows rows;
  private final String holder;
  private @Nullable RowKey held;
  private long renewedMicros;

  /**
   * @param holder this process, for people; no two have the same
   */
  GateLease(SourceRows rows, String holder) {
    this.rows = rows;
    this.holder = holder;
  }

  /** What the row says. */
  record Holding(String holder, long untilMicros) {}

  /** What came of asking for it. */
  sealed interface Asked {

    record Held() implements Asked {}

    record Taken(String holder) implements Asked {}

    record Unknown() implements Asked {}
  }

  synchronized Asked take(VersionKey version) {
    RowKey key = new RowKey(SourceRows.LEASES, VerdictRows.entity(version));
    return switch (rows.find(key)) {
      case Outcome.Failed _ -> new Asked.Unknown();
      case Outcome.Absent absent -> write(key, absent.revision());
      case Outcome.Found found -> {
        Optional<Holding> other = RowJson.lease(found.row().body());
        yield isFree(other, found.row().eventTimeMicros())
            ? write(key, found.row().revision())
            : new Asked.Taken(other.map(Holding::holder).orElse("a process of another version"));
      }
    };
  }

  private boolean isFree(Optional<Holding> lease, long writtenMicros) {
    long until = lease.map(Holding::untilMicros).orElse(writtenMicros + micros(LENGTH));
    return lease.filter(one -> one.holder().equals(holder)).isPresent()
        || until + micros(SKEW) <= rows.nowMicros();
  }

  private Asked write(RowKey key, long expected) {
    long now = rows.nowMicros();
    byte[] body = RowJson.lease(new Holding(holder, now + micros(LENGTH)));
    return switch (rows.replace(key, body, expected)) {
      case Written.YES -> {
        held = key;
        renewedMicros = now;
        yield new Asked.Held();
      }
      case Written.NO -> new Asked.Taken("another process, which was faster,");
      case Written.UNKNOWN -> new Asked.Unknown();
    };
  }

  /** Makes a lease that is held last longer, if it is time to. */
  synchronized void renew() {
    RowKey key = held;
    if (key != null
        && rows.nowMicros() - renewedMicros >= micros(LENGTH) / 3
        && rows.find(key) instanceof Outcome.Found found
        && isOwn(found)) {
      var _ = write(key, found.row().revision());
    }
  }

  /** Ends the lease, so that nobody has to wait for its end. */
  synchronized void release() {
    RowKey key = held;
    held = null;
    if (key != null && rows.find(key) instanceof Outcome.Found found && isOwn(found)) {
      var _ = rows.replace(key, RowJson.lease(new Holding(holder, 0)), found.row().revision());
    }
  }

  private boolean isOwn(Outcome.Found found) {
    return RowJson.lease(found.row().body())
        .filter(lease -> lease.holder().equals(holder))
        .isPresent();
  }

  private static long micros(Duration duration) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(duration));
  }
}
