package io.tiffin.simulation.stream;

import java.time.Duration;

/** Whether it is time to end, and waiting that ends with it. */
public interface Stop {

  /**
   * Waits.
   *
   * @param longest how long, in real time; zero not to wait
   * @return whether it is time to end
   */
  boolean awaited(Duration longest) throws InterruptedException;
}
