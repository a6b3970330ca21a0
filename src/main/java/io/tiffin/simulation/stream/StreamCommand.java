package io.tiffin.simulation.stream;

import io.tiffin.batching.Ticker;
import io.tiffin.event.Event;
import io.tiffin.geo.LocalCalendar;
import io.tiffin.simulation.SimulatedCity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command that streams a city. The city's time is the service's: it is asked once, and runs on
 * from there at the speed that the service's clock was given.
 */
public final class StreamCommand {

  /** Chosen: a tenth of what a request may hold, so that a slow service answers in time. */
  private static final int MOST_EVENTS = 500;

  /** How often the city is moved on, in real time. Chosen. */
  private static final Duration STEP = Duration.ofMillis(100);

  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

  /** How far the clock is watched to see its speed, and how far that may be off. Chosen. */
  private static final Duration WATCHED = Duration.ofSeconds(1);

  private static final double TOLERATED = 0.25;

  private final PrintStream out;
  private final PrintStream errors;
  private final Ticker ticker;
  private final Stop stop;

  /**
   * A command that writes as UTF-8.
   *
   * @param out takes counts
   * @param errors takes failures and refusals
   * @param stop ends the stream after what is under way
   */
  public StreamCommand(PrintStream out, PrintStream errors, Ticker ticker, Stop stop) {
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
    this.ticker = ticker;
    this.stop = stop;
  }

  /**
   * Streams as the arguments say.
   *
   * @return the process's status: 0, 1 if no service answers, or 2 if what was given cannot be
   *     used, each said in one sentence
   */
  public int execute(List<String> arguments) throws InterruptedException {
    try {
      StreamOptions options = StreamOptions.parse(arguments);
      try (Service service = new Service(options.url())) {
        stream(options, service);
      }
      return 0;
    } catch (StreamInputException refused) {
      errors.println(refused.getMessage());
      errors.println();
      errors.print(StreamOptions.USAGE);
      return 2;
    } catch (IOException failed) {
      errors.println("No service answers: " + failed);
      return 1;
    }
  }

  private void stream(StreamOptions options, Service service)
      throws IOException, InterruptedException, StreamInputException {
    var _ = service.now(); // the first request to a service that has just started takes its time
    Reading first = read(service);
    if (stop.awaited(WATCHED)) {
      return;
    }
    Reading second = read(service);
    requireSpeed(options.speed(), first, second);
    Instant serviceNow = second.shown;
    Instant start = options.start() == null ? serviceNow : options.start();
    Instant end = options.duration() == null ? Instant.MAX : start.plus(options.duration());
    SimulatedCity city =
        new SimulatedCity(options.city(), LocalCalendar.withBundledHolidays(), start);
    out.printf("The city begins at %s, the service's clock shows %s%n", start, serviceNow);
    EventSender sender = new EventSender(service, stop, errors);
    Pace pace = new Pace(serviceNow, options.speed(), second.afterNanos, ticker);
    try {
      stream(city, pace, end, sender);
    } finally {
      out.println(sender.counts());
    }
  }

  private Reading read(Service service) throws IOException, InterruptedException {
    long before = ticker.nanos();
    Instant shown = service.now();
    return new Reading(shown, before, ticker.nanos());
  }

  private static void requireSpeed(double speed, Reading first, Reading second)
      throws StreamInputException {
    double passed = Duration.between(first.shown, second.shown).toNanos();
    double slowest = passed / (second.afterNanos - first.beforeNanos);
    double fastest = passed / (second.beforeNanos - first.afterNanos);
    if (!(speed >= slowest * (1 - TOLERATED) && speed <= fastest * (1 + TOLERATED))) {
      throw new StreamInputException(
          String.format(
              Locale.ROOT,
              "The service's clock runs %.1f times as fast as real time and not %s: start the"
                  + " service with --tiffin.clock.speed=%s, or say --speed %.1f",
              fastest,
              speed,
              speed,
              fastest));
    }
  }

  private void stream(SimulatedCity city, Pace pace, Instant end, EventSender sender)
      throws InterruptedException, StreamInputException {
    long reportAt = ticker.nanos() + REPORT_EVERY.toNanos();
    List<Event> happened = new ArrayList<>();
    while (true) {
      Instant now = pace.now();
      boolean over = !now.isBefore(end);
      city.advanceTo(over ? end : now, happened::add);
      if (!send(happened, sender) || over || stop.awaited(STEP)) {
        return;
      }
      happened.clear();
      if (ticker.nanos() - reportAt >= 0) {
        out.printf("%s  %s%n", now.truncatedTo(ChronoUnit.SECONDS), sender.counts());
        reportAt = ticker.nanos() + REPORT_EVERY.toNanos();
      }
    }
  }

  private static boolean send(List<Event> events, EventSender sender)
      throws InterruptedException, StreamInputException {
    for (int from = 0; from < events.size(); from += MOST_EVENTS) {
      if (!sender.send(events.subList(from, Math.min(from + MOST_EVENTS, events.size())))) {
        return false;
      }
    }
    return true;
  }

  /** What the service's clock showed, and between which instants of the ticker. */
  private record Reading(Instant shown, long beforeNanos, long afterNanos) {}

  /** The service's clock, as it runs on since it was asked. */
  private record Pace(Instant start, double speed, long startNanos, Ticker ticker) {

    Instant now() {
      return start.plusNanos(Math.round((ticker.nanos() - startNanos) * speed));
    }
  }
}
