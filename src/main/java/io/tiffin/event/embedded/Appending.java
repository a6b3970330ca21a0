package io.tiffin.event.embedded;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake.Receipt;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events of one call on their way to the log and into the state.
 *
 * @param events in the order told
 * @param bytes what of them goes to the log
 * @param logged completes once they are durable, or cannot be
 * @param receipt completes once they are counted, or cannot be
 */
record Appending(
    List<Event> events,
    List<byte[]> bytes,
    CompletableFuture<Boolean> logged,
    CompletableFuture<Receipt> receipt) {

  static Appending of(List<Event> events, List<byte[]> bytes) {
    return new Appending(events, bytes, new CompletableFuture<>(), new CompletableFuture<>());
  }

  int size() {
    int size = 0;
    for (byte[] event : bytes) {
      size += event.length;
    }
    return size;
  }

  void refuse(Receipt.Unavailable why) {
    logged.complete(false);
    receipt.complete(why);
  }
}
