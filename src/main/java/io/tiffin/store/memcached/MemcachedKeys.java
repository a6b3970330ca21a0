package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.feature.RowKey;
import io.tiffin.store.KeyEncoding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * How a row's key is written for Memcached, which takes at most 250 bytes and no blank: {@code
 * prefix:generation/view/entity}, and where that is too long or has other than printable ASCII
 * characters {@code prefix:generation#digest}, the SHA-256 of {@link KeyEncoding#bytes}, base64url.
 * What follows the generation tells the two apart, so no two keys share a name.
 *
 * @param prefix without {@code :}
 * @param generation of the list of nodes
 */
record MemcachedKeys(String prefix, long generation) {

  private static final int MOST_BYTES = 250;

  String of(RowKey key) {
    String text = KeyEncoding.text(key);
    String plain = prefix + ':' + generation + '/' + text;
    if (plain.length() <= MOST_BYTES && isPrintable(text)) {
      return plain;
    }
    byte[] digest = sha256().digest(text.getBytes(UTF_8));
    return prefix
        + ':'
        + generation
        + '#'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
