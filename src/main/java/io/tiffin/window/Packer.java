package io.tiffin.window;

import java.util.Arrays;

/** A growing array of bytes; the counterpart of {@link Cursor}. */
final class Packer {

  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void int32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      put(value >>> shift);
    }
  }

  void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void append(Packer other) {
    reserve(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
