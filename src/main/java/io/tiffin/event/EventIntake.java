package io.tiffin.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events are accepted: the port of the runtimes. Thread-safe.
 *
 * <p>An event is accepted once it is durable: it then survives a crash of the process, and counts
 * once, however often it is sent again.
 */
public interface EventIntake {

  /**
   * Accepts events, and waits until they are durable.
   *
   * @param events valid ones, see {@link EventRules}; in the order in which their sender tells them
   * @return what became of them all; never throws because a log, a broker or a store is down
   */
  Receipt accept(List<Event> events);

  /** What became of events. */
  sealed interface Receipt {

    /**
     * They are durable and counted.
     *
     * @param accepted events recorded in their journey
     * @param duplicates events that their journey had already
     * @param late events that came later than their journey waits for
     */
    record Counted(int accepted, int duplicates, int late) implements Receipt {}

    /**
     * They are durable, and are counted in a moment, perhaps by another process.
     *
     * @param events how many
     */
    record Logged(int events) implements Receipt {}

    /**
     * None is accepted, and none will be here: somebody else writes the live rows.
     *
     * @param reason one sentence for operators
     */
    record Refused(String reason) implements Receipt {}

    /**
     * Whether they are durable is not known; to be sent again, which is harmless.
     *
     * @param reason one sentence for operators
     * @param cause for logs; null if nothing was thrown
     */
    record Unavailable(String reason, @Nullable Throwable cause) implements Receipt {}
  }
}
