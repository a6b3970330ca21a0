package io.tiffin.estimate;

/**
 * Which orders a canary answers: always the same ones, as long as its percentage stands, and with a
 * larger percentage these and more.
 *
 * <p>An order's place is a number from 0 to 9,999, told by a hash of its {@code orderId}, or of its
 * {@code restaurantId} where it has none, so that a customer who asks again before ordering is
 * answered by the same version. The model's name goes before it, so that the orders that try a
 * canary of one model are no others than chance has them for another model. The hash is FNV-1a of
 * 64 bits over the UTF-16 code units, its bits mixed by the finalizer of MurmurHash3, as FNV-1a
 * alone leaves the places of short names uneven. It is the same in every process, and must stay so.
 */
final class CanaryShare {

  static final int PLACES = 10_000;
  private static final int PLACES_PER_PERCENT = PLACES / 100;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private CanaryShare() {}

  /** Whether the order is one of the canary's. */
  static boolean has(String model, int percent, PartialOrder order) {
    String orderId = order.orderId();
    return place(model, orderId == null ? order.restaurantId() : orderId)
        < percent * PLACES_PER_PERCENT;
  }

  /** The place of a key, from 0 to {@link #PLACES} - 1. */
  static int place(String model, String key) {
    long hash = hashed(hashed(FNV_OFFSET, model) * FNV_PRIME, key); // the product parts the two
    return (int) Long.remainderUnsigned(mixed(hash), PLACES);
  }

  private static long hashed(long start, String text) {
    long hash = start;
    for (int at = 0; at < text.length(); at++) {
      hash = (hash ^ text.charAt(at)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mixed(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
