package io.tiffin;

import io.tiffin.simulation.stream.StreamCommand;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The entry point of the simulated city that is a client of a running service. */
public final class SimulateApplication {

  /** How long a process that is told to end may take to say what it has sent. Chosen. */
  private static final long END_SECONDS = 12;

  private SimulateApplication() {}

  /**
   * Streams as {@link StreamCommand} says, and ends the process with its status; told to end, it
   * ends after the request under way.
   */
  public static void main(String[] arguments) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(told, ended)));
    int status;
    try {
      status =
          new StreamCommand(
                  System.out,
                  System.err,
                  System::nanoTime,
                  longest -> told.await(longest.toNanos(), TimeUnit.NANOSECONDS))
              .execute(List.of(arguments));
    } finally {
      ended.countDown();
    }
    System.exit(status);
  }

  private static void end(CountDownLatch told, CountDownLatch ended) {
    told.countDown();
    try {
      var _ = ended.await(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
