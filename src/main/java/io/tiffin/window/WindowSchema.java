package io.tiffin.window;

import io.tiffin.feature.Aggregate;
import io.tiffin.feature.Aggregate.Observation;
import io.tiffin.feature.Feature;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of an event view hold, and how its features are computed from them: compiled once
 * per view. Immutable and thread-safe.
 *
 * <p>A body is the kind byte {@value #KIND}, a version byte, and a section for each accumulator
 * that holds anything, by ascending unsigned id: id (4 bytes, big-endian), length (varint), content
 * (see {@link Series}). A reader skips sections that it does not know, so a view may gain features
 * and lose them while rows of either form are around; a writer drops sections that it does not
 * know, so that state nobody prunes cannot pile up.
 */
public final class WindowSchema {

  /** First byte of every body of window state; bodies of values start with another. */
  public static final byte KIND = 2;

  /** Length of the body of a state that holds nothing. */
  public static final int EMPTY_BODY_BYTES = 2;

  static final byte VERSION = 1;

  private static final FeatureReader[] NO_READERS = {};

  private final FeatureView view;
  private final List<Accumulator> accumulators;
  private final int[] ids;
  private final FeatureReader[][] readers;
  private final Ratio[] ratios;

  /**
   * A feature whose numerator is at {@code position} once the sections are read, and what it is
   * divided by.
   */
  private record Ratio(int position, int denominator, CountReader reader) {}

  /**
   * The schema of a view. Features that are no aggregates take part by their position only.
   *
   * @throws IllegalArgumentException if two different accumulators have the same id
   */
  public static WindowSchema of(FeatureView view) {
    return new WindowSchema(view);
  }

  private WindowSchema(FeatureView view) {
    this.view = view;
    accumulators = accumulatorsOf(view);
    ids = accumulators.stream().mapToInt(Accumulator::id).toArray();
    readers = new FeatureReader[ids.length][];
    Arrays.fill(readers, NO_READERS);
    List<Ratio> compiledRatios = new ArrayList<>();
    for (int position = 0; position < view.features().size(); position++) {
      if (view.features().get(position).origin() instanceof Origin.Aggregated(Aggregate it)) {
        compile(position, it, compiledRatios);
      }
    }
    ratios = compiledRatios.toArray(Ratio[]::new);
  }

  private static List<Accumulator> accumulatorsOf(FeatureView view) {
    Map<Integer, Accumulator> byId = new TreeMap<>(Integer::compareUnsigned);
    for (Feature feature : view.features()) {
      if (feature.origin() instanceof Origin.Aggregated(Aggregate aggregate)) {
        collect(aggregate, aggregate.observation(), byId);
        if (aggregate.denominator() != null) {
          collect(aggregate, aggregate.denominator(), byId);
        }
      }
    }
    return List.copyOf(byId.values());
  }

  private static void collect(
      Aggregate aggregate, Observation observation, Map<Integer, Accumulator> byId) {
    Accumulator wanted = accumulator(aggregate, observation);
    Accumulator present = byId.putIfAbsent(wanted.id(), wanted);
    if (present == null) {
      return;
    }
    if (present.kind() != wanted.kind() || !present.observation().equals(wanted.observation())) {
      throw new IllegalArgumentException(
          "%s and %s have the same id in window state".formatted(present, wanted));
    }
    byId.put(wanted.id(), present.covering(wanted.windowTiles()));
  }

  private static Accumulator accumulator(Aggregate aggregate, Observation observation) {
    return Accumulator.of(
        Accumulator.Kind.of(aggregate.function()),
        observation,
        micros(aggregate.tile()),
        windowTiles(aggregate));
  }

  private static int windowTiles(Aggregate aggregate) {
    return Math.toIntExact(Math.ceilDiv(micros(aggregate.window()), micros(aggregate.tile())));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  private void compile(int position, Aggregate aggregate, List<Ratio> compiledRatios) {
    int windowTiles = windowTiles(aggregate);
    int index = indexOf(accumulator(aggregate, aggregate.observation()).id());
    FeatureReader reader =
        FeatureReader.of(position, aggregate, windowTiles, micros(aggregate.tile()));
    @Nullable Observation denominator = aggregate.denominator();
    if (denominator != null) {
      int below = indexOf(accumulator(aggregate, denominator).id());
      compiledRatios.add(
          new Ratio(position, below, new CountReader(position, aggregate, windowTiles)));
      reader = new CountReader(position, countOf(aggregate), windowTiles);
    }
    readers[index] = append(readers[index], reader);
  }

  // The numerator of a ratio may be any number of observations, also none.
  private static Aggregate countOf(Aggregate ratio) {
    return new Aggregate(
        Aggregate.Function.COUNT,
        ratio.observation(),
        null,
        ratio.window(),
        ratio.tile(),
        Double.NaN,
        null,
        0);
  }

  private static FeatureReader[] append(FeatureReader[] some, FeatureReader one) {
    FeatureReader[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = one;
    Arrays.sort(all, Comparator.comparingInt(reader -> reader.position));
    return all;
  }

  public FeatureView view() {
    return view;
  }

  /** What a row of the view keeps, each once. */
  public List<Accumulator> accumulators() {
    return accumulators;
  }

  /** The position in {@link #accumulators()} of an id, negative if the view has none such. */
  int indexOf(int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  /** A state that holds nothing. */
  public WindowState empty() {
    return new WindowState(this);
  }

  /**
   * Computes the view's features from a row's body at an instant. Allocates nothing per tile and no
   * more than a quantile's buckets per feature.
   *
   * <p>A window w at instant t covers the tiles from the tile of t minus w up to the tile of t,
   * both included; tiles after t do not count.
   *
   * @param body a row's body, of any origin
   * @param instantMicros microseconds since the epoch
   * @param values one for each of {@code view.features()}: NaN where the window holds fewer
   *     observations than the aggregate needs, and for features that are no aggregates; all NaN
   *     unless the outcome is {@link ReadOutcome#READ}
   * @throws IllegalArgumentException if {@code values} is shorter than the view has features
   */
  public ReadOutcome read(byte[] body, long instantMicros, double[] values) {
    requireRoom(values);
    ReadOutcome outcome = readSections(body, instantMicros, values);
    if (outcome != ReadOutcome.READ) {
      Arrays.fill(values, 0, view.features().size(), Double.NaN);
    }
    return outcome;
  }

  private void requireRoom(double[] values) {
    if (values.length < view.features().size()) {
      throw new IllegalArgumentException(
          "values has room for %d, view %s has %d features"
              .formatted(values.length, view.name(), view.features().size()));
    }
    Arrays.fill(values, 0, view.features().size(), Double.NaN);
  }

  private ReadOutcome readSections(byte[] body, long instantMicros, double[] values) {
    if (!hasKnownHeader(body)) {
      return body.length < EMPTY_BODY_BYTES ? ReadOutcome.MALFORMED : ReadOutcome.UNKNOWN_VERSION;
    }
    SectionCursor sections = new SectionCursor(body);
    Cursor cursor = new Cursor(body);
    for (int i = 0; i < ids.length; i++) {
      if (readers[i].length > 0) {
        sections.seek(ids[i]);
        readSection(i, sections, cursor, instantMicros, values);
      }
    }
    sections.skipRest();
    divide(body, cursor, instantMicros, values);
    return sections.malformed() || cursor.malformed() ? ReadOutcome.MALFORMED : ReadOutcome.READ;
  }

  private static boolean hasKnownHeader(byte[] body) {
    return body.length >= EMPTY_BODY_BYTES && body[0] == KIND && body[1] == VERSION;
  }

  private void readSection(
      int index, SectionCursor section, Cursor cursor, long instantMicros, double[] values) {
    long instantTile = accumulators.get(index).tileAt(instantMicros);
    for (FeatureReader reader : readers[index]) {
      values[reader.position] =
          reader.read(cursor, section.from(), section.to(), instantTile, instantMicros);
    }
  }

  private void divide(byte[] body, Cursor cursor, long instantMicros, double[] values) {
    for (Ratio ratio : ratios) {
      SectionCursor section = new SectionCursor(body);
      section.seek(ids[ratio.denominator]);
      long instantTile = accumulators.get(ratio.denominator).tileAt(instantMicros);
      double below =
          ratio.reader.read(cursor, section.from(), section.to(), instantTile, instantMicros);
      values[ratio.position] = below > 0 ? values[ratio.position] / below : Double.NaN;
    }
  }

  /**
   * Decodes a body for writing. Sections of accumulators that the view does not have are dropped.
   *
   * @param body a row's body, of any origin; not kept
   */
  public DecodedState decode(byte[] body) {
    if (!hasKnownHeader(body)) {
      return new DecodedState.Unreadable(
          body.length < EMPTY_BODY_BYTES ? ReadOutcome.MALFORMED : ReadOutcome.UNKNOWN_VERSION);
    }
    WindowState state = empty();
    SectionCursor sections = new SectionCursor(body);
    Cursor cursor = new Cursor(body);
    while (sections.next() && !cursor.malformed()) {
      int index = indexOf(sections.id());
      if (index >= 0) {
        state.unpack(index, cursor, sections.from(), sections.to());
      }
    }
    return sections.malformed() || cursor.malformed()
        ? new DecodedState.Unreadable(ReadOutcome.MALFORMED)
        : new DecodedState.Decoded(state);
  }
}
