package io.tiffin.registry;

import io.tiffin.feature.RowKey;
import io.tiffin.registry.SourceRows.Written;
import io.tiffin.store.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles of all models as the source of truth has them. While that does not answer, those that
 * were last known count, which a file keeps over a restart; then nothing can be changed.
 * Thread-safe.
 */
final class FleetRoles {

  private static final Logger LOG = LoggerFactory.getLogger(FleetRoles.class);

  /** Chosen: of a fleet that decides at once, each turn lets one through. */
  private static final int ATTEMPTS = 20;

  private final SourceRows rows;
  private final Path file;
  private Map<String, Roles> known = new TreeMap<>();
  private boolean hasReadFile;

  /** Why the source cannot be asked; null while it can. */
  private @Nullable String trouble = "it has not been asked yet";

  /**
   * @param file keeps what was last known
   */
  FleetRoles(SourceRows rows, Path file) {
    this.rows = rows;
    this.file = file;
  }

  /** What came of a change. */
  sealed interface Change {

    /** It stands, perhaps since before. */
    record Made(Roles roles) implements Change {}

    record Unavailable(String message) implements Change {}
  }

  /** Asks the source for the roles of these models. */
  synchronized void refresh(Collection<String> models) {
    List<String> asked = List.copyOf(models);
    List<RowKey> keys = new ArrayList<>(asked.size());
    asked.forEach(model -> keys.add(key(model)));
    List<Outcome> outcomes = rows.find(keys);
    Map<String, Roles> now = new TreeMap<>(known);
    String problem = null;
    for (int i = 0; i < asked.size(); i++) {
      Optional<Roles> read = roles(outcomes.get(i));
      if (read.isPresent()) {
        now.put(asked.get(i), read.get());
      } else {
        problem = problem(asked.get(i), outcomes.get(i));
      }
    }
    say(problem);
    if (problem != null) {
      readFile().forEach(now::putIfAbsent);
    }
    keep(now, problem == null);
  }

  private static Optional<Roles> roles(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed _ -> Optional.empty();
      case Outcome.Absent _ -> Optional.of(Roles.NONE);
      case Outcome.Found found -> RowJson.roles(found.row().body());
    };
  }

  private String problem(String model, Outcome outcome) {
    return outcome instanceof Outcome.Failed
        ? rows.source() + " does not answer"
        : "the roles of " + model + " were written by another version of Tiffin";
  }

  private void say(@Nullable String problem) {
    String before = trouble;
    trouble = problem;
    if (problem != null && !problem.equals(before)) {
      LOG.warn("Models keep the roles that were last known: {}", problem);
    } else if (problem == null && before != null) {
      LOG.info("Roles of models are those in {}", rows.source());
    }
  }

  /** A file that cannot be read or written costs a restart without a source its roles. */
  private Map<String, Roles> readFile() {
    if (hasReadFile || !Files.exists(file)) {
      return Map.of();
    }
    hasReadFile = true;
    try {
      return RowJson.file(Files.readAllBytes(file)).orElse(Map.of());
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read: {}", file, unreadable.toString());
      return Map.of();
    }
  }

  private void keep(Map<String, Roles> now, boolean current) {
    if (now.equals(known)) {
      return;
    }
    known = now;
    if (!current) {
      return;
    }
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
      Files.write(unfinished, RowJson.file(now));
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException full) {
      LOG.warn("{} cannot be written: {}", file, full.toString());
    }
  }

  /** The roles of a model, as far as they are known. */
  synchronized Roles of(String model) {
    return known.getOrDefault(model, Roles.NONE);
  }

  synchronized boolean isCurrent() {
    return trouble == null;
  }

  /** Where they are from, in words. */
  synchronized String from() {
    return trouble == null ? rows.source() : "this process alone, as last known: " + trouble;
  }

  /**
   * Changes the roles of a model at the source.
   *
   * @param change what they are to be, by what they are; the same if nothing is to change. Asked
   *     again if another was faster
   */
  synchronized Change change(String model, UnaryOperator<Roles> change) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Outcome outcome = rows.find(key(model));
      Optional<Roles> read = roles(outcome);
      if (read.isEmpty()) {
        return new Change.Unavailable(problem(model, outcome) + ": its roles cannot be changed");
      }
      Roles next = change.apply(read.get());
      Written written =
          next.equals(read.get())
              ? Written.YES
              : rows.replace(key(model), RowJson.roles(next), revision(outcome));
      if (written == Written.YES) {
        Map<String, Roles> now = new TreeMap<>(known);
        now.put(model, next);
        keep(now, trouble == null);
        return new Change.Made(next);
      }
    }
    return new Change.Unavailable(
        rows.source() + " does not take the roles of " + model + ": they are as they were");
  }

  private static long revision(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Found found -> found.row().revision();
      case Outcome.Absent absent -> absent.revision();
      case Outcome.Failed _ -> 0;
    };
  }

  private static RowKey key(String model) {
    return new RowKey(SourceRows.ROLES, model);
  }
}
