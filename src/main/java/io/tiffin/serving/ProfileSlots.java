package io.tiffin.serving;

import io.tiffin.feature.FeatureName;
import java.util.List;

/**
 * Positions of the facts that other entities' keys are found by: where the restaurant is, its time
 * zone and city, and how far that city's event feed has come. Every plan has them.
 */
record ProfileSlots(int lat, int lon, int timeZone, int cityId, int feedSince, int feedWatermark) {

  private static final FeatureName LAT = new FeatureName("restaurant_profile", "lat");
  private static final FeatureName LON = new FeatureName("restaurant_profile", "lon");
  private static final FeatureName TIME_ZONE = new FeatureName("restaurant_profile", "time_zone");
  private static final FeatureName CITY_ID = new FeatureName("restaurant_profile", "city_id");
  private static final FeatureName SINCE = new FeatureName("feed", "since_micros");
  private static final FeatureName WATERMARK = new FeatureName("feed", "watermark_micros");

  static final List<FeatureName> NAMES = List.of(LAT, LON, TIME_ZONE, CITY_ID, SINCE, WATERMARK);

  static ProfileSlots of(FeaturePlan plan) {
    return new ProfileSlots(
        plan.position(LAT),
        plan.position(LON),
        plan.position(TIME_ZONE),
        plan.position(CITY_ID),
        plan.position(SINCE),
        plan.position(WATERMARK));
  }
}
