package io.tiffin.event;

import java.time.Instant;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where all live rows are built anew, beside those in use: with a longer past than the runtime has
 * seen, or after the catalogue has gained an aggregate. Thread-safe; one rebuild runs at a time.
 */
public interface EventRebuild {

  /**
   * Counts a past and all that is in the log, catches up with what is accepted meanwhile, and then
   * takes the place of the live rows at once. Events go on being accepted. Returns when it is done;
   * an interrupt gives it up, and leaves everything as it was.
   *
   * @param past valid events by {@code receivedAt}; those that are in the log too count once, as
   *     far as their journey remembers. Asked by the calling thread
   */
  default Rebuilt rebuild(Iterator<? extends Event> past) {
    return rebuild(past, Instant.MIN);
  }

  /**
   * As {@link #rebuild(Iterator)}, but what is in the log and was received before an instant does
   * not count: the past stands for it.
   */
  Rebuilt rebuild(Iterator<? extends Event> past, Instant logFrom);

  /** What a rebuild came to. */
  sealed interface Rebuilt {

    /**
     * The rows are in use, and are being published.
     *
     * @param events how many were looked at, of the past and of the log
     */
    record Done(long events) implements Rebuilt {}

    /**
     * Nothing has changed.
     *
     * @param reason one sentence for operators
     * @param cause for logs; null if nothing was thrown
     */
    record GivenUp(String reason, @Nullable Throwable cause) implements Rebuilt {}
  }
}
