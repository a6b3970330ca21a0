package io.tiffin.window;

/** The buckets of one tile under a {@link Cursor}, in ascending order. */
final class BucketCursor {

  private final Cursor cursor;
  private int left;
  private boolean first;
  private int code;
  private long count;

  BucketCursor(Cursor cursor) {
    this.cursor = cursor;
  }

  void open() {
    left = cursor.count(2);
    first = true;
  }

  /** Moves to the next bucket; a code that no amount has makes the cursor malformed. */
  boolean next() {
    if (left == 0) {
      return false;
    }
    left--;
    long next = first ? cursor.zigzag() : code + gap();
    first = false;
    count = cursor.zigzag();
    if (next < -Buckets.MAX_CODE || next > Buckets.MAX_CODE) {
      cursor.fail();
    }
    code = (int) next;
    return !cursor.malformed();
  }

  private long gap() {
    long gap = cursor.varint();
    if (gap <= 0 || gap > 2L * Buckets.MAX_CODE) {
      cursor.fail();
    }
    return gap;
  }

  int code() {
    return code;
  }

  long count() {
    return count;
  }
}
