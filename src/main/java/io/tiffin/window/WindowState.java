package io.tiffin.window;

import org.jspecify.annotations.Nullable;

/**
 * The window state of one row, decoded for writing: apply contributions, then {@link #encode}. Not
 * thread-safe.
 *
 * <p>All content is sums, extremes and bucket counts of whole numbers, so the order of
 * contributions and merges does not matter: states that saw the same contributions encode to equal
 * bytes. (An extreme, or the time of the last observation, keeps an observation that is taken
 * back.)
 */
public final class WindowState {

  private final WindowSchema schema;
  private final @Nullable Series[] series;

  WindowState(WindowSchema schema) {
    this.schema = schema;
    series = new @Nullable Series[schema.accumulators().size()];
  }

  /**
   * Applies one contribution. {@link Contribution#key()} is not looked at: the caller found this
   * state by it.
   *
   * @param receivedAtMicros when the event behind it was received: lateness is judged against it
   * @return what became of it; taking back an observation whose tile is no longer kept is {@link
   *     Applied#APPLIED}, for it left with its tile
   */
  public Applied apply(Contribution contribution, long receivedAtMicros) {
    int index = schema.indexOf(contribution.accumulator());
    return index < 0 ? Applied.UNKNOWN : apply(index, contribution, receivedAtMicros);
  }

  private Applied apply(int index, Contribution contribution, long receivedAtMicros) {
    Accumulator accumulator = schema.accumulators().get(index);
    long tile = accumulator.tileAt(contribution.timeMicros());
    if (tile < accumulator.tileAt(receivedAtMicros) - accumulator.keptTiles()) {
      return contribution.weight() > 0 ? Applied.LATE : Applied.APPLIED;
    }
    series(index)
        .apply(tile, contribution.timeMicros(), contribution.amount(), contribution.weight());
    return Applied.APPLIED;
  }

  private Series series(int index) {
    Series present = series[index];
    if (present == null) {
      present = Series.empty(schema.accumulators().get(index));
      series[index] = present;
    }
    return present;
  }

  /**
   * Adds everything that {@code other} holds. Exact, commutative and associative; {@code other} is
   * unchanged.
   *
   * @throws IllegalArgumentException if {@code other} is the state of another schema
   */
  public void merge(WindowState other) {
    if (other.schema != schema) {
      throw new IllegalArgumentException(
          "a state of %s cannot be merged into one of %s"
              .formatted(other.schema.view().name(), schema.view().name()));
    }
    for (int i = 0; i < series.length; i++) {
      Series more = other.series[i];
      if (more != null) {
        series(i).add(more);
      }
    }
  }

  /**
   * Forgets the tiles that no window will reach any more.
   *
   * @param receivedAtMicros when the newest event was received
   */
  public void prune(long receivedAtMicros) {
    for (int i = 0; i < series.length; i++) {
      Series present = series[i];
      if (present != null) {
        Accumulator accumulator = schema.accumulators().get(i);
        present.dropBefore(accumulator.tileAt(receivedAtMicros) - accumulator.keptTiles());
      }
    }
  }

  /**
   * Prunes this state and packs what is left.
   *
   * @param receivedAtMicros when the newest event was received
   * @return a body of at least {@link WindowSchema#EMPTY_BODY_BYTES}, owned by the caller
   */
  public byte[] encode(long receivedAtMicros) {
    prune(receivedAtMicros);
    Packer body = new Packer();
    body.put(WindowSchema.KIND);
    body.put(WindowSchema.VERSION);
    Packer section = new Packer();
    for (int i = 0; i < series.length; i++) {
      Series present = series[i];
      if (present != null && !present.isEmpty()) {
        section.clear();
        present.pack(section);
        body.int32(schema.accumulators().get(i).id());
        body.varint(section.length());
        body.append(section);
      }
    }
    return body.toBytes();
  }

  /**
   * Adds a packed section; a malformed one leaves the cursor malformed and this state unspecified.
   */
  void unpack(int index, Cursor cursor, int from, int to) {
    if (schema.accumulators().get(index).kind() == Accumulator.Kind.LAST) {
      cursor.moveTo(from, to);
    } else {
      cursor.openTiles(from, to);
    }
    series(index).unpack(cursor);
    if (!cursor.atEnd()) {
      cursor.fail();
    }
  }
}
