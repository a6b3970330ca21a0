package io.tiffin.geo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an instant is in a place's local time: the hour of its week, its time of day as a point on a
 * circle, and whether its day is a public holiday. Follows the time zone's daylight saving rules.
 * Immutable, thread-safe, reads no clock and allocates nothing per call.
 */
public final class LocalCalendar {

  /** Hours from Monday 00:00 to the weekday of the epoch, a Thursday. */
  private static final int EPOCH_HOUR_OF_WEEK = 72;

  private static final int HOURS_PER_WEEK = 168;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final long MILLIS_PER_HOUR = 3_600_000;
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final Map<String, long[]> holidayEpochDays;

  /**
   * A calendar with these holidays; a city that is not named has none.
   *
   * @param holidays local dates of public holidays by city id, as {@link HolidayFile#read} reads
   *     them
   */
  public LocalCalendar(Map<String, Set<LocalDate>> holidays) {
    Map<String, long[]> byCity = new HashMap<>();
    holidays.forEach((cityId, dates) ->
        byCity.put(cityId, dates.stream().mapToLong(LocalDate::toEpochDay).sorted().toArray()));
    holidayEpochDays = Map.copyOf(byCity);
  }

  /** A calendar with the holidays of the cities that Tiffin brings along. */
  public static LocalCalendar withBundledHolidays() {
    return new LocalCalendar(HolidayFile.bundled());
  }

  /**
   * The hour of the local week, 0–167, where Monday 00:00 to 01:00 is 0. The hour that daylight
   * saving skips does not occur, the one it repeats occurs twice.
   */
  public int hourOfWeek(Instant instant, ZoneId zone) {
    long localHours = Math.floorDiv(localSeconds(instant, zone), SECONDS_PER_HOUR);
    return (int) Math.floorMod(localHours + EPOCH_HOUR_OF_WEEK, (long) HOURS_PER_WEEK);
  }

  /** Hours since local midnight by the local clock, with decimals, at least 0 and below 24. */
  public double hourOfDay(Instant instant, ZoneId zone) {
    int offsetMillis = zone.getRules().getOffset(instant).getTotalSeconds() * 1_000;
    long millisOfDay = Math.floorMod(instant.toEpochMilli() + offsetMillis, MILLIS_PER_DAY);
    return (double) millisOfDay / MILLIS_PER_HOUR;
  }

  /** Sine of the time of day as an angle, where 24 hours are a full turn from local midnight. */
  public double hourSin(Instant instant, ZoneId zone) {
    return Math.sin(hourOfDay(instant, zone) * (2 * Math.PI / 24));
  }

  /** Cosine of the time of day as an angle, where 24 hours are a full turn from local midnight. */
  public double hourCos(Instant instant, ZoneId zone) {
    return Math.cos(hourOfDay(instant, zone) * (2 * Math.PI / 24));
  }

  /**
   * Whether the local date of the instant is a public holiday in the city; false for a city without
   * known holidays.
   */
  public boolean isHoliday(Instant instant, ZoneId zone, String cityId) {
    long[] days = holidayEpochDays.get(cityId);
    if (days == null) {
      return false;
    }
    long epochDay = Math.floorDiv(localSeconds(instant, zone), (long) SECONDS_PER_DAY);
    return Arrays.binarySearch(days, epochDay) >= 0;
  }

  private static long localSeconds(Instant instant, ZoneId zone) {
    return instant.getEpochSecond() + zone.getRules().getOffset(instant).getTotalSeconds();
  }
}
