package io.tiffin.event.embedded;

import org.springframework.context.SmartLifecycle;

/** Starts the runtime before whoever brings events, the web server too, and stops it after them. */
final class EmbeddedEventsLifecycle implements SmartLifecycle {

  /** Before the demo's city, which is in phase 0. */
  private static final int PHASE = -1_000;

  private final EmbeddedEvents events;
  private volatile boolean running;

  EmbeddedEventsLifecycle(EmbeddedEvents events) {
    this.events = events;
  }

  @Override
  public void start() {
    events.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      events.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
