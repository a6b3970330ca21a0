package io.tiffin.estimate;

import io.tiffin.serving.FeatureRequest;
import java.time.Duration;
import java.time.Instant;

/** A request that was answered, made again for a version that answers nobody. */
final class UncountedRequest {

  /**
   * Looser than any feature's max age, so that it changes nothing: values read for requests with a
   * max age of their own are not counted as served.
   */
  private static final Duration NOT_COUNTED = Duration.ofDays(36_500);

  private UncountedRequest() {}

  /** The same request, as if it came at another time. */
  static FeatureRequest of(FeatureRequest request, Instant at) {
    return new FeatureRequest(
        request.restaurantId(),
        request.dropoff(),
        at.plus(Duration.between(request.receivedAt(), request.placedAt())),
        at,
        request.itemsTotal(),
        request.itemsDistinct(),
        request.subtotalCents(),
        request.given(),
        NOT_COUNTED);
  }
}
