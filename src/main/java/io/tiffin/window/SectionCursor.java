package io.tiffin.window;

/**
 * The sections of a body, one after the other, by ascending unsigned id. It never throws; see
 * {@link Cursor}.
 */
final class SectionCursor {

  private final Cursor cursor;
  private final int bodyLength;
  private int id;
  private int from;
  private int to;
  private boolean started;
  private boolean found;

  SectionCursor(byte[] body) {
    cursor = new Cursor(body);
    bodyLength = body.length;
    to = WindowSchema.EMPTY_BODY_BYTES;
    from = to;
  }

  boolean malformed() {
    return cursor.malformed();
  }

  /** Moves to the next section; false at the end of the body or where it is malformed. */
  boolean next() {
    if (to >= bodyLength || malformed()) {
      return false;
    }
    cursor.moveTo(to, bodyLength);
    int previous = id;
    id = cursor.int32();
    int length = cursor.count(1);
    from = cursor.position();
    to = from + length;
    if ((started && Integer.compareUnsigned(id, previous) <= 0) || length == 0) {
      cursor.fail();
    }
    started = true;
    found = true;
    return !malformed();
  }

  /**
   * Moves to the section of an id; where the body has none, {@link #from()} and {@link #to()} are
   * the same. Ids must be sought in ascending order.
   */
  void seek(int wanted) {
    while (!started || Integer.compareUnsigned(id, wanted) < 0) {
      if (!next()) {
        found = false;
        return;
      }
    }
    found = id == wanted && !malformed();
  }

  void skipRest() {
    while (next()) {
      // only to see that the body is well formed
    }
  }

  int id() {
    return id;
  }

  int from() {
    return from;
  }

  /** The end of the section, or {@link #from()} after a {@link #seek} that found none. */
  int to() {
    return found ? to : from;
  }
}
