package io.tiffin.model;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A version of a model in memory, and how many requests are using it: whoever takes it out of
 * service frees its memory after the last of them. Thread-safe.
 */
public final class LoadedVersion {

  private static final long RETIRED = Long.MIN_VALUE;

  private final Model model;
  private final CallWindow calls = new CallWindow();

  /** How many uses are under way; plus {@link #RETIRED} once none may begin. */
  private final AtomicLong uses = new AtomicLong();

  private final CountDownLatch unused = new CountDownLatch(1);

  /** A version that may be used at once. */
  public LoadedVersion(Model model) {
    this.model = model;
  }

  public Model model() {
    return model;
  }

  public Manifest manifest() {
    return model.manifest();
  }

  /** What became of its calls of late. */
  public CallWindow calls() {
    return calls;
  }

  /**
   * Begins a use, which must be followed by {@link #exit}.
   *
   * @return false if the version has been retired: ask for the one that serves now, and do not exit
   */
  public boolean enter() {
    if (uses.incrementAndGet() > 0) {
      return true;
    }
    exit();
    return false;
  }

  /** Ends a use. */
  public void exit() {
    if (uses.decrementAndGet() == RETIRED) {
      unused.countDown();
    }
  }

  /**
   * Lets no further use begin, waits for those under way, and closes the model. Called once.
   *
   * @param patience how long uses are waited for; the model is closed then all the same, and what
   *     still asks it is told that it is closed
   * @return whether all uses had ended
   */
  public boolean retire(Duration patience) {
    if (uses.addAndGet(RETIRED) == RETIRED) {
      unused.countDown();
    }
    boolean ended = false;
    try {
      ended = unused.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    model.close();
    return ended;
  }
}
