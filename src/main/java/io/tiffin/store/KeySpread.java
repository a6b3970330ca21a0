package io.tiffin.store;

import java.util.zip.CRC32C;

/**
 * Spreads keys over the range of a technology that keeps rows in the order of their keys and splits
 * that order over machines. Entities are numbered one after the other, so that in their own order
 * the newest and busiest would all be neighbours, on one machine.
 *
 * <p>The spread is CRC-32C of the key's bytes, finished as MurmurHash3 finishes 32 bits (fmix32, by
 * Austin Appleby, public domain): CRC alone is linear, and leaves the last digits of a number where
 * they were.
 */
public final class KeySpread {

  private KeySpread() {}

  /**
   * Where a key goes, as 32 bits of which each is as good as any other. Constant for ever: rows are
   * found again by it.
   *
   * @param keyBytes what {@link KeyEncoding#bytes} gives
   */
  public static int of(byte[] keyBytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(keyBytes);
    int mixed = (int) checksum.getValue();
    mixed ^= mixed >>> 16;
    mixed *= 0x85ebca6b;
    mixed ^= mixed >>> 13;
    mixed *= 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }
}
