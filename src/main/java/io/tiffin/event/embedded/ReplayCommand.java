package io.tiffin.event.embedded;

import io.tiffin.event.ReplayCounts;
import io.tiffin.feature.Catalogue;
import io.tiffin.geo.Zones;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.springframework.beans.factory.BeanFactory;

/**
 * The command that builds all live rows anew from the log, and from files of events, while no
 * service has the directory open. The next start publishes them.
 */
public final class ReplayCommand {

  private static final String EVENTS = "--events";
  private static final String HELP = "--help";

  private static final int UNUSABLE = 1;
  private static final int MISUSED = 2;

  private final EmbeddedEventsProperties properties;
  private final Catalogue catalogue;
  private final InstantSource machineClock;
  private final PrintStream out;
  private final PrintStream errors;

  private ReplayCommand(
      EmbeddedEventsProperties properties,
      Catalogue catalogue,
      InstantSource machineClock,
      PrintStream out,
      PrintStream errors) {
    this.properties = properties;
    this.catalogue = catalogue;
    this.machineClock = machineClock;
    this.out = out;
    this.errors = errors;
  }

  /**
   * A command that writes as UTF-8.
   *
   * @param beans has the catalogue, the settings of this room and the {@code machineClock}
   * @param out takes what was done
   * @param errors takes refusals
   */
  public static ReplayCommand of(BeanFactory beans, PrintStream out, PrintStream errors) {
    return new ReplayCommand(
        beans.getBean(EmbeddedEventsProperties.class),
        beans.getBean(Catalogue.class),
        beans.getBean("machineClock", InstantSource.class),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  /**
   * Replays as the arguments say.
   *
   * @return the process's status: 0; 1 if the directory cannot be used; 2 if what was given cannot
   *     be
   */
  public int execute(List<String> arguments) {
    if (arguments.contains(HELP)) {
      out.print(usage());
      return 0;
    }
    List<Path> files = files(arguments);
    if (files.isEmpty() && !arguments.isEmpty()) {
      errors.print(usage());
      return MISUSED;
    }
    try (EventFileMerge past = new EventFileMerge(files);
        EventFiles directory = EventFiles.open(properties, catalogue, new Zones(), machineClock)) {
      replay(past, directory);
      return 0;
    } catch (UnreadableEventFileException e) {
      errors.println(e.getMessage());
      return MISUSED;
    } catch (EventsUnusableException e) {
      errors.println(e.getMessage() + " " + e.action());
      return UNUSABLE;
    } catch (IOException | UncheckedIOException | RocksDBException e) {
      errors.println("The replay failed, and nothing has changed: " + e);
      return UNUSABLE;
    }
  }

  /** The files named; none if something else is. */
  private static List<Path> files(List<String> arguments) {
    List<Path> files = new ArrayList<>();
    if (!arguments.isEmpty() && arguments.getFirst().equals(EVENTS)) {
      arguments.subList(1, arguments.size()).stream()
          .filter(argument -> !argument.equals(EVENTS))
          .map(Path::of)
          .forEach(files::add);
    }
    return files;
  }

  private void replay(EventFileMerge past, EventFiles directory)
      throws EventsUnusableException, IOException, RocksDBException {
    EventFiles.Building building = directory.build();
    try (LiveState state = building.state();
        MergedEvents events =
            new MergedEvents(past, directory, Instant.MIN, () -> directory.log().end())) {
      boolean more;
      do {
        more = events.applySome(state);
      } while (more);
      StaleRows.blank(directory.live().state(), state);
      ReplayCounts counts = state.counts();
      LiveState inUse = directory.use(building);
      inUse.unpublished().refill();
      out.printf(
          Locale.ROOT,
          "Counted %,d events: %,d recorded, %,d duplicates, %,d late."
              + " The next start publishes %,d rows.%n",
          events.count(),
          counts.accepted(),
          counts.duplicates(),
          counts.late(),
          inUse.unpublished().count());
    }
  }

  private static String usage() {
    return """
    Builds all live rows anew from the log of events, and from files of events if any are named.
    The service must be stopped; its next start publishes the rows.

      replay [--events FILE...]

    A file has one event on each line, as JSON with receivedAt, in the order received.
    The directory is tiffin.events.embedded.directory, of the same settings as the service's.
    """;
  }
}
