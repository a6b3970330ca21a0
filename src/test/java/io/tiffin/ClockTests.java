package io.tiffin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClockTests {

  private static final Instant START = Instant.parse("2026-11-20T18:30:00Z");

  private final FakeTicker ticker = new FakeTicker();

  @Test
  void itShowsItsStartAndRunsAtItsSpeed() {
    Clock clock = new RunningClock(START, 60, ticker);
    assertThat(clock.instant()).isEqualTo(START);

    ticker.advance(Duration.ofMillis(1_500));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(90));
    assertThat(clock.millis()).isEqualTo(START.plusSeconds(90).toEpochMilli());
  }

  @Test
  void itRunsSlowerToo() {
    Clock clock = new RunningClock(START, 0.5, ticker);

    ticker.advance(Duration.ofMinutes(1));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void aYearOnItIsStillExactToTheMicrosecond() {
    Clock clock = new RunningClock(START, 60, ticker);

    ticker.advance(Duration.ofDays(365));

    assertThat(Duration.between(START.plus(Duration.ofDays(365 * 60)), clock.instant()))
        .isLessThan(Duration.ofNanos(1_000));
  }

  @Test
  void inAnotherZoneItIsTheSameClock() {
    Clock clock = new RunningClock(START, 60, ticker);
    ticker.advance(Duration.ofSeconds(1));

    Clock local = clock.withZone(ZoneId.of("Europe/Berlin"));

    assertThat(local.instant()).isEqualTo(clock.instant());
    assertThat(local.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @Test
  void theServicesClockIsSetAndTheMachinesIsNot() {
    runner("tiffin.clock.start=2026-11-20T18:30:00Z", "tiffin.clock.speed=60")
        .run(context -> {
          Clock clock = context.getBean(Clock.class);
          InstantSource machine = context.getBean("machineClock", InstantSource.class);

          assertThat(clock).isInstanceOf(RunningClock.class);
          assertThat(clock.instant()).isBetween(START, START.plus(Duration.ofDays(1)));
          assertThat(machine).isNotInstanceOf(RunningClock.class);
        });
  }

  @Test
  void leftAloneItIsTheMachines() {
    runner().run(context -> assertThat(context.getBean(Clock.class)).isEqualTo(Clock.systemUTC()));
  }

  @Test
  void aSpeedAloneRunsFromNow() {
    runner("tiffin.clock.speed=2")
        .run(context -> {
          Instant before = context.getBean("machineClock", InstantSource.class).instant();

          assertThat(context.getBean(Clock.class).instant())
              .isBetween(before.minusSeconds(60), before.plusSeconds(600));
        });
  }

  @Test
  void aSpeedThatIsNoneIsRefused() {
    for (String speed : new String[] {"0", "-1", "NaN", "Infinity", "60001"}) {
      runner("tiffin.clock.speed=" + speed)
          .run(context ->
              assertThat(context.getStartupFailure())
                  .rootCause()
                  .hasMessageStartingWith("tiffin.clock.speed is ")
                  .hasMessageEndingWith(
                      "; set a number above 0 and at most 60000, or leave it out for real time"));
    }
  }

  @Test
  void aStartThatNoEventCanHaveIsRefused() {
    runner("tiffin.clock.start=1999-12-31T23:59:59Z")
        .run(context ->
            assertThat(context.getStartupFailure())
                .rootCause()
                .hasMessage(
                    "tiffin.clock.start is 1999-12-31T23:59:59Z; set an instant from 2000 and before"
                        + " 2100, or leave it out for now"));
  }

  @Test
  void severalReplicasAreRefusedAClockOfTheirOwn() {
    runner("tiffin.clock.speed=60", "tiffin.store.replicas=2")
        .run(context -> {
          Throwable refusal = context.getStartupFailure();

          var analysis = new ClockRefusedFailureAnalyzer().analyze(refusal);
          assertThat(analysis.getDescription())
              .isEqualTo(
                  "tiffin.clock is set (start now, speed 60.0) with tiffin.store.replicas 2, and"
                      + " each process would count from its own start.");
          assertThat(analysis.getAction()).startsWith("Run one replica");
        });
  }

  @Test
  void severalReplicasMayHaveTheMachines() {
    runner("tiffin.store.replicas=2").run(context -> assertThat(context).hasNotFailed());
  }

  private static ApplicationContextRunner runner(String... properties) {
    return new ApplicationContextRunner()
        .withUserConfiguration(ClockConfiguration.class)
        .withPropertyValues(properties);
  }
}
