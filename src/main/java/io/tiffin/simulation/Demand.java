package io.tiffin.simulation;

import io.tiffin.geo.LocalCalendar;
import java.time.Instant;
import java.time.LocalDate;

/**
 * How many orders the city can be expected to place: by hour, day of the week and holiday. Rain and
 * each day's own mood come on top.
 */
final class Demand {

  /**
   * Share of a day's orders by local hour, in thousandths: 11–13 h 20 %, 17–19 h 47 % as in the
   * design; the rest is chosen.
   */
  private static final double[] THOUSANDTHS_BY_HOUR = {
    6, 3, 2, 2, 1, 1, 2, 4, 8, 12, 25, 57, 83, 60, 36, 32, 46, 146, 197, 162, 76, 40, 20, 10
  };

  /** Relative to a mean day, from Monday: Friday and Saturday are up. */
  private static final double[] FACTOR_BY_DAY = {0.84, 0.86, 0.90, 0.97, 1.22, 1.24, 0.97};

  private static final double HOLIDAY_FACTOR = 1.1;
  private static final double DAY_SIGMA = 0.1;

  private final CitySettings settings;
  private final LocalCalendar calendar;
  private final double thousandths;
  private final Surge rain;
  private long moodDay = Long.MIN_VALUE;
  private double mood = 1;

  Demand(CitySettings settings, LocalCalendar calendar) {
    this.settings = settings;
    this.calendar = calendar;
    double sum = 0;
    for (double hour : THOUSANDTHS_BY_HOUR) {
      sum += hour;
    }
    thousandths = sum;
    rain = new Surge(Dice.of(settings.seed(), "rain"), 0.7, 1.3, 1.8);
  }

  /** Orders an hour that a good planner expects at an instant. */
  double plannedPerHour(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    double hour = calendar.hourOfDay(instant, settings.timeZone());
    int day = calendar.hourOfWeek(instant, settings.timeZone()) / 24;
    double holiday =
        calendar.isHoliday(instant, settings.timeZone(), settings.cityId()) ? HOLIDAY_FACTOR : 1;
    return settings.ordersPerDay() * shareOfHour(hour) * FACTOR_BY_DAY[day] * holiday;
  }

  /** Orders an hour in the busiest hour of a mean day. */
  double peakPerHour() {
    return settings.ordersPerDay() * shareOfHour(18.5);
  }

  /** The factor on top of what is planned: the day's mood and the rain. */
  double surprise() {
    return mood * rain.factor();
  }

  Surge rain() {
    return rain;
  }

  double hourOfDay(long millis) {
    return calendar.hourOfDay(Instant.ofEpochMilli(millis), settings.timeZone());
  }

  /** Lives through one minute. */
  void minute(long nowMillis) {
    rain.minute(nowMillis, hourOfDay(nowMillis));
    LocalDate date = Instant.ofEpochMilli(nowMillis).atZone(settings.timeZone()).toLocalDate();
    if (date.toEpochDay() != moodDay) {
      moodDay = date.toEpochDay();
      mood = Dice.of(settings.seed(), "mood of " + date).lognormal(1, DAY_SIGMA);
    }
  }

  /** The share of the day at an instant, straight lines between the middles of the hours. */
  private double shareOfHour(double hour) {
    double fromMiddle = hour + 23.5;
    int before = (int) fromMiddle % 24;
    double weight = fromMiddle - Math.floor(fromMiddle);
    double left = THOUSANDTHS_BY_HOUR[before];
    double right = THOUSANDTHS_BY_HOUR[(before + 1) % 24];
    return (left + (right - left) * weight) / thousandths;
  }
}
