package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowCodec;
import io.tiffin.feature.RowKey;
import io.tiffin.feature.ViewKind;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes rows of loaded views. The revision of a row is its event time in microseconds,
 * so that the latest fact wins in whatever order facts arrive. Thread-safe.
 */
public final class FeatureWriter {

  /**
   * How far a source's clock may be ahead: a row from the future would win over every later write.
   * The same bound as for events.
   */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(2);

  private final Catalogue catalogue;
  private final FeatureStore store;
  private final InstantSource clock;
  private final Map<String, LoadedRows> rows = new ConcurrentHashMap<>();

  public FeatureWriter(Catalogue catalogue, FeatureStore store, InstantSource clock) {
    this.catalogue = catalogue;
    this.store = store;
    this.clock = clock;
  }

  /**
   * One entity's facts.
   *
   * @param entity its key
   * @param eventTime when they were true
   * @param values by feature name within the view; features not named become null
   */
  public record Facts(
      String entity, Instant eventTime, Map<String, ? extends @Nullable Object> values) {}

  /** What became of one entity's facts. */
  public sealed interface Result {

    /** Handed to the store, which did this with it. */
    record Written(WriteOutcome outcome) implements Result {}

    /** Not handed to the store, because of these. */
    record Rejected(List<Violation> violations) implements Result {}
  }

  /**
   * What is wrong with one value.
   *
   * @param field {@code entity}, {@code eventTime} or {@code values.<feature>}
   * @param message what was expected
   */
  public record Violation(String field, String message) {}

  /** The facts' view may not be written: it is computed from events or orders. */
  public static final class NotWritableException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    NotWritableException(FeatureView view) {
      super("view " + view.name() + " is computed from " + source(view) + " and can't be written");
    }

    private static String source(FeatureView view) {
      return view.kind() == ViewKind.EVENT ? "events" : "the order";
    }
  }

  /**
   * Replaces the rows of these entities, each on its own: a bad one is rejected alone.
   *
   * @return one result per entity, in order. {@link WriteOutcome.Superseded} means that a row or
   *     deletion of the same or a later event time stands
   * @throws UnknownFeatureException if the catalogue lacks the view
   * @throws NotWritableException if the view is not a loaded one
   */
  public List<Result> put(String view, List<Facts> facts, Deadline deadline) {
    LoadedRows loaded = writable(view);
    Instant latest = clock.instant().plus(MAX_AHEAD);
    List<Row> accepted = new ArrayList<>(facts.size());
    List<@Nullable Result> results = new ArrayList<>(facts.size());
    for (Facts each : facts) {
      List<Violation> violations = loaded.violations(each, latest);
      results.add(violations.isEmpty() ? null : new Result.Rejected(violations));
      if (violations.isEmpty()) {
        accepted.add(loaded.row(each));
      }
    }
    List<WriteOutcome> outcomes = accepted.isEmpty() ? List.of() : store.put(accepted, deadline);
    return merged(results, outcomes);
  }

  private static List<Result> merged(List<@Nullable Result> results, List<WriteOutcome> outcomes) {
    List<Result> merged = new ArrayList<>(results.size());
    int next = 0;
    for (Result rejected : results) {
      merged.add(rejected == null ? new Result.Written(outcomes.get(next++)) : rejected);
    }
    return merged;
  }

  /**
   * Deletes an entity's row as of an instant; older facts that arrive later don't bring it back.
   *
   * @throws UnknownFeatureException if the catalogue lacks the view
   * @throws NotWritableException if the view is not a loaded one
   */
  public Result delete(String view, String entity, Instant eventTime, Deadline deadline) {
    LoadedRows loaded = writable(view);
    Facts facts = new Facts(entity, eventTime, Map.of());
    List<Violation> violations = loaded.violations(facts, clock.instant().plus(MAX_AHEAD));
    return violations.isEmpty()
        ? new Result.Written(
            store.delete(new RowKey(view, entity), Instants.micros(eventTime), deadline))
        : new Result.Rejected(violations);
  }

  private LoadedRows writable(String name) {
    FeatureView view =
        catalogue.view(name).orElseThrow(() -> new UnknownFeatureException("view " + name));
    if (view.kind() != ViewKind.LOADED) {
      throw new NotWritableException(view);
    }
    return rows.computeIfAbsent(name, ignored -> new LoadedRows(view, RowCodec.of(view)));
  }
}
