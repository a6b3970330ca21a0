package io.tiffin.registry;

import java.time.Duration;

/** The two threads of this room, neither of which serves. */
interface Turns {

  /** One at a time: looks, loads, swaps. */
  void work(Runnable turn);

  /** One at a time, beside the work: the gate takes seconds. */
  void gate(Runnable turn);

  /** A turn of work now, and again so long after each. */
  void every(Duration pause, Runnable turn);

  /** No turn begins any more; waits for those under way. */
  void end();
}
