package io.tiffin.health;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By what a service that lets nobody in unknown knows its own warm-up. Made by this process, never
 * written down, and worth nothing once the warm-up has ended. Thread-safe.
 */
public final class WarmUpKey {

  /** The header that carries it. */
  public static final String HEADER = "X-Tiffin-Warm-Up";

  private volatile @Nullable String key;

  WarmUpKey() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = HexFormat.of().formatHex(random);
  }

  /** Whether a text is the key, and the warm-up goes on. Takes as long for every text. */
  public boolean is(String text) {
    String now = key;
    return now != null
        && MessageDigest.isEqual(
            now.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  /** The key; empty once it has ended. */
  String value() {
    String now = key;
    return now == null ? "" : now;
  }

  void end() {
    key = null;
  }
}
