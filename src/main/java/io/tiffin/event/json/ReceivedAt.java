package io.tiffin.event.json;

/** Who says when an event was received. */
public enum ReceivedAt {
  /** The service that accepts it: a {@code receivedAt} in the JSON is refused. */
  STAMP,
  /** Whoever accepted it first: kept; where it is missing, the given instant stands in. */
  KEEP
}
