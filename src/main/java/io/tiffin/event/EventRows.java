package io.tiffin.event;

import io.tiffin.event.Event.Envelope;
import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a runtime of events publishes beside its window state: profiles of restaurants, how
 * far each feed has come, and the journeys of orders. Immutable.
 */
public final class EventRows {

  /**
   * The view whose rows are {@link OrderJourney}s, by order id; it is no part of the catalogue. A
   * body is as {@link JourneyCodec} writes it.
   */
  public static final String JOURNEY_VIEW = "order_journey";

  /** The view of the catalogue whose rows are restaurants' profiles. */
  public static final String PROFILE_VIEW = "restaurant_profile";

  private static final String FEED = "feed";

  private final RowCodec profileCodec;
  private final RowCodec feedCodec;

  /**
   * @throws IllegalArgumentException if the catalogue lacks one of the views
   */
  public EventRows(Catalogue catalogue) {
    profileCodec = RowCodec.of(view(catalogue, PROFILE_VIEW));
    feedCodec = RowCodec.of(view(catalogue, FEED));
  }

  /** The profile's row; its revision is its event time, as for any loaded row. */
  public Row profile(RestaurantProfile event) {
    Envelope envelope = event.envelope();
    long micros = Stamp.of(envelope).eventMicros();
    byte[] body =
        pack(
            profileCodec,
            Map.of(
                "lat", event.place().lat(),
                "lon", event.place().lon(),
                "time_zone", event.timeZone().getId(),
                "city_id", envelope.cityId(),
                "cuisine", event.cuisine()));
    return new Row(new RowKey(PROFILE_VIEW, event.restaurantId()), micros, micros, body);
  }

  /**
   * The feed's row.
   *
   * @param watermarkMicros up to when every event has been counted
   */
  public Row feed(Feed feed, long watermarkMicros, long revision) {
    byte[] body =
        pack(
            feedCodec,
            Map.of("since_micros", feed.sinceMicros(), "watermark_micros", watermarkMicros));
    return new Row(new RowKey(FEED, feed.cityId()), revision, watermarkMicros, body);
  }

  /**
   * The journey's row.
   *
   * @param receivedMicros when its newest event was received
   */
  public Row journey(OrderJourney journey, long revision, long receivedMicros) {
    return new Row(
        journeyKey(journey.orderId()), revision, receivedMicros, JourneyCodec.write(journey));
  }

  /** The key of an order's journey. */
  public static RowKey journeyKey(String orderId) {
    return new RowKey(JOURNEY_VIEW, orderId);
  }

  private static byte[] pack(RowCodec codec, Map<String, Object> values) {
    @Nullable Object[] slots = new @Nullable Object[codec.slots()];
    values.forEach((feature, value) -> slots[codec.slot(feature)] = value);
    return codec.write(slots);
  }

  private static FeatureView view(Catalogue catalogue, String name) {
    return catalogue
        .view(name)
        .orElseThrow(() -> new IllegalArgumentException("the catalogue has no view " + name));
  }
}
