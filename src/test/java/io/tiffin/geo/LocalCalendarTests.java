package io.tiffin.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalCalendarTests {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final LocalCalendar calendar = LocalCalendar.withBundledHolidays();

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T23:00:00Z,   0", // Monday 00:00 in winter
    "2026-11-22T22:59:59Z, 167", // the second before
    "2026-11-26T18:05:00Z,  91", // Thursday 19:05
    "2026-06-21T22:00:00Z,   0", // Monday 00:00 in summer
    "1969-12-31T23:30:00Z,  72", // Thursday 00:30, before the epoch
  })
  void theHourOfTheWeekCountsFromMondayMidnightInLocalTime(Instant instant, int hourOfWeek) {
    assertThat(calendar.hourOfWeek(instant, BERLIN)).isEqualTo(hourOfWeek);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T00:59:59Z, 145", // Sunday 01:59:59, the last second of winter time
    "2026-03-29T01:00:00Z, 147", // Sunday 03:00, the hour from 02:00 is skipped
    "2026-10-25T00:30:00Z, 146", // Sunday 02:30 for the first time
    "2026-10-25T01:30:00Z, 146", // Sunday 02:30 for the second time
    "2026-10-25T02:00:00Z, 147",
  })
  void theHourOfTheWeekFollowsDaylightSaving(Instant instant, int hourOfWeek) {
    assertThat(calendar.hourOfWeek(instant, BERLIN)).isEqualTo(hourOfWeek);
  }

  @Test
  void theCalendarAgreesWithJavaTimeAtAnyInstant() {
    Random random = new Random(7);

    for (int i = 0; i < 10_000; i++) {
      Instant instant = Instant.ofEpochMilli(random.nextLong(-1L << 40, 1L << 42));
      ZonedDateTime local = instant.atZone(BERLIN);
      int expected = (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();

      assertThat(calendar.hourOfWeek(instant, BERLIN)).isEqualTo(expected);
      assertThat(calendar.hourOfDay(instant, BERLIN))
          .isCloseTo(local.toLocalTime().toNanoOfDay() / 3.6e12, within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00:00, 0, 1",
    "06:00, 1, 0",
    "12:00, 0, -1",
    "18:00, -1, 0",
    "03:00, 0.70711, 0.70711"
  })
  void theTimeOfDayIsAPointOnTheCircle(String time, double sin, double cos) {
    Instant instant = LocalDateTime.parse("2026-07-01T" + time).atZone(BERLIN).toInstant();

    assertThat(calendar.hourSin(instant, BERLIN)).isCloseTo(sin, within(1e-5));
    assertThat(calendar.hourCos(instant, BERLIN)).isCloseTo(cos, within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-02T21:59:59Z, false",
    "2026-10-02T22:00:00Z, true", // midnight in Berlin
    "2026-10-03T21:59:59Z, true",
    "2026-10-03T22:00:00Z, false",
  })
  void aHolidayLastsFromLocalMidnightToLocalMidnight(Instant instant, boolean holiday) {
    assertThat(calendar.isHoliday(instant, BERLIN, "berlin")).isEqualTo(holiday);
  }

  @Test
  void aCityWithoutAFileHasNoHolidays() {
    Instant christmas = Instant.parse("2026-12-25T12:00:00Z");

    assertThat(calendar.isHoliday(christmas, BERLIN, "atlantis")).isFalse();
  }

  @Test
  void aCitysHolidaysAreItsOwn() {
    LocalCalendar own = new LocalCalendar(Map.of("paris", Set.of(LocalDate.parse("2026-07-14"))));
    Instant bastilleDay = Instant.parse("2026-07-14T10:00:00Z");

    assertThat(own.isHoliday(bastilleDay, ZoneId.of("Europe/Paris"), "paris")).isTrue();
    assertThat(own.isHoliday(bastilleDay, BERLIN, "berlin")).isFalse();
  }
}
