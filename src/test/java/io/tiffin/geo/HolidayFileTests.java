package io.tiffin.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolidayFileTests {

  @Test
  void commentsAndEmptyLinesAreSkipped() throws IOException {
    Set<LocalDate> dates =
        HolidayFile.read(
            new StringReader("# ours\n\n2026-01-01 New Year\n2026-12-25\tChristmas\n2026-12-26\n"));

    assertThat(dates)
        .containsExactly(
            LocalDate.parse("2026-01-01"),
            LocalDate.parse("2026-12-25"),
            LocalDate.parse("2026-12-26"));
  }

  @Test
  void aLineWithoutADateIsRefusedByItsNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HolidayFile.read(new StringReader("2026-01-01 New Year\nChristmas\n")))
        .withMessage("line 2 starts with 'Christmas', expected a date such as 2026-10-03");
  }

  @ParameterizedTest
  @ValueSource(ints = {2024, 2025, 2026, 2027, 2028, 2029, 2030})
  void berlinsHolidaysAreThoseOfItsLaw(int year) {
    LocalDate easter = easterSunday(year);

    Stream<LocalDate> yearly =
        Stream.of(
            LocalDate.of(year, Month.JANUARY, 1),
            LocalDate.of(year, Month.MARCH, 8),
            easter.minusDays(2),
            easter.plusDays(1),
            LocalDate.of(year, Month.MAY, 1),
            easter.plusDays(39),
            easter.plusDays(50),
            LocalDate.of(year, Month.OCTOBER, 3),
            LocalDate.of(year, Month.DECEMBER, 25),
            LocalDate.of(year, Month.DECEMBER, 26));
    Stream<LocalDate> once =
        Stream.of(LocalDate.of(2025, Month.MAY, 8), LocalDate.of(2028, Month.JUNE, 17))
            .filter(date -> date.getYear() == year);

    assertThat(berlin(year))
        .containsExactlyElementsOf(Stream.concat(yearly, once).sorted().toList());
  }

  private static List<LocalDate> berlin(int year) {
    Set<LocalDate> dates = Objects.requireNonNull(HolidayFile.bundled().get("berlin"));
    return dates.stream().filter(date -> date.getYear() == year).toList();
  }

  /** Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
  private static LocalDate easterSunday(int year) {
    int a = year % 19;
    int b = year / 100;
    int c = year % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int monthAndDay = h + l - 7 * m + 114;
    return LocalDate.of(year, monthAndDay / 31, monthAndDay % 31 + 1);
  }
}
