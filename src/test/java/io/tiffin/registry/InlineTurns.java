package io.tiffin.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Turns on the caller's thread, one after the other; those of the gate when told, if held. */
final class InlineTurns implements Turns {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean holds;

  /** From now on the gate does not begin until {@link #letGo}. */
  void hold() {
    holds = true;
  }

  void letGo() {
    holds = false;
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  @Override
  public void work(Runnable turn) {
    turn.run();
  }

  @Override
  public void gate(Runnable turn) {
    if (holds) {
      waiting.add(turn);
    } else {
      turn.run();
    }
  }

  @Override
  public void every(Duration pause, Runnable turn) {
    turn.run();
  }

  @Override
  public void end() {
    holds = false;
  }
}
