package io.tiffin.fuzz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a request that is answered wrongly as small as it can be, so long as it still is. */
final class Shrinker {

  /** Tries; enough for a body of some hundred bytes. Chosen. */
  private static final int MOST = 300;

  private final Asking asking;
  private int tries;

  Shrinker(Asking asking) {
    this.asking = asking;
  }

  /** Sends a request; tells what is wrong with its answer, or null. */
  @FunctionalInterface
  interface Asking {

    @Nullable Finding ask(FuzzRequest request) throws IOException;
  }

  Finding smallest(Finding found) throws IOException {
    Finding smallest = withFewerHeaders(found);
    if (found.isOfWhatWasBroken()) {
      return smallest; // less of it would be another request, and rightly answered otherwise
    }
    smallest = withoutQuery(smallest);
    for (int length = smallest.request().body().length / 2; length >= 1; length /= 2) {
      smallest = withoutParts(smallest, length);
    }
    return smallest;
  }

  private Finding withFewerHeaders(Finding found) throws IOException {
    Finding smallest = found;
    for (String header : found.request().headers()) {
      if (header.startsWith("Host:")) {
        continue; // without it anything is wrong
      }
      List<String> fewer = new ArrayList<>(smallest.request().headers());
      fewer.remove(header);
      smallest = tried(smallest, smallest.request().withHeaders(fewer));
    }
    return smallest;
  }

  private Finding withoutQuery(Finding found) throws IOException {
    Finding smallest = found;
    for (int and = found.request().target().lastIndexOf('&');
        and > 0;
        and = found.request().target().lastIndexOf('&', and - 1)) {
      smallest =
          tried(
              smallest, smallest.request().withTarget(found.request().target().substring(0, and)));
    }
    String target = smallest.request().target();
    int question = target.indexOf('?');
    return question < 0
        ? smallest
        : tried(smallest, smallest.request().withTarget(target.substring(0, question)));
  }

  private Finding withoutParts(Finding found, int length) throws IOException {
    Finding smallest = found;
    int at = 0;
    while (at + length <= smallest.request().body().length && tries < MOST) {
      byte[] body = smallest.request().body();
      byte[] shorter = Arrays.copyOf(body, body.length - length);
      System.arraycopy(body, at + length, shorter, at, body.length - at - length);
      Finding next = tried(smallest, smallest.request().withBody(shorter));
      at += next.request().body().length == body.length ? length : 0;
      smallest = next;
    }
    return smallest;
  }

  private Finding tried(Finding last, FuzzRequest smaller) throws IOException {
    if (tries++ >= MOST) {
      return last;
    }
    Finding found = asking.ask(smaller);
    return found != null && found.kind().equals(last.kind()) ? found : last;
  }
}
