package io.tiffin.window;

/**
 * A place in a packed body. It never throws: once something does not fit, {@link #malformed()} is
 * true and every further number is 0. One cursor serves all sections of a body, so that reading
 * allocates nothing per tile.
 */
final class Cursor {

  private final byte[] body;
  private int at;
  private int end;
  private boolean malformed;

  private int tilesLeft;
  private boolean firstTile;
  private long tile;

  Cursor(byte[] body) {
    this.body = body;
    end = body.length;
  }

  boolean malformed() {
    return malformed;
  }

  void fail() {
    malformed = true;
    at = end;
  }

  boolean atEnd() {
    return at >= end;
  }

  int position() {
    return at;
  }

  /** Moves to [from, to), which must lie within the body. */
  void moveTo(int from, int to) {
    at = from;
    end = to;
  }

  int unsignedByte() {
    if (at >= end) {
      fail();
      return 0;
    }
    return body[at++] & 0xFF;
  }

  int int32() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | unsignedByte();
    }
    return value;
  }

  /** An unsigned LEB128 number, all 64 bits. */
  long varint() {
    if (at < end && body[at] >= 0) {
      return body[at++];
    }
    return longVarint();
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = unsignedByte();
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    fail();
    return 0;
  }

  long zigzag() {
    long raw = varint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /**
   * A number of things that take at least {@code minimumBytes} each, so that no count can ask for
   * more than the body holds.
   */
  int count(int minimumBytes) {
    long count = varint();
    if (count < 0 || count > (end - at) / minimumBytes) {
      fail();
      return 0;
    }
    return (int) count;
  }

  /** Starts the tiles of the section [from, to); see {@link Series} for their layout. */
  void openTiles(int from, int to) {
    moveTo(from, to);
    firstTile = true;
    tilesLeft = from == to ? 0 : count(2);
  }

  int tilesLeft() {
    return tilesLeft;
  }

  /** Moves to the next tile, newest first; its columns must be read before the next call. */
  boolean nextTile() {
    if (tilesLeft == 0 || malformed) {
      return false;
    }
    tilesLeft--;
    if (firstTile) {
      tile = zigzag();
      firstTile = false;
    } else {
      long gap = varint();
      if (gap <= 0) {
        fail();
      }
      tile -= gap;
    }
    return !malformed;
  }

  /** The number of the current tile. */
  long tile() {
    return tile;
  }
}
