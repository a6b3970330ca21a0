package io.tiffin.batching;

/** A monotone clock for measuring what passes, never for telling the time of day. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary origin; only differences mean anything. */
  long nanos();
}
