package io.tiffin.estimate;

import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are being estimated: what nobody waits for is not done in a crowd. */
final class Crowd {

  private final AtomicInteger underWay = new AtomicInteger();
  private final int many;

  /**
   * @param many so many requests at once are a crowd
   */
  Crowd(int many) {
    this.many = many;
  }

  void enter() {
    underWay.incrementAndGet();
  }

  void leave() {
    underWay.decrementAndGet();
  }

  boolean isDense() {
    return underWay.get() >= many;
  }
}
