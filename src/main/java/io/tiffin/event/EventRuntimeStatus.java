package io.tiffin.event;

import java.util.Map;

/**
 * What a runtime of events tells of itself, for health and for operators. Thread-safe; asked often,
 * so that an implementation answers from memory and waits for nobody.
 */
public interface EventRuntimeStatus {

  /** The value of {@code tiffin.events.runtime} that chooses it, such as {@code embedded}. */
  String runtime();

  /** How it stands now. */
  Reading reading();

  /**
   * How a runtime stands.
   *
   * @param acceptance whether it accepts events
   * @param lagEvents events that are durable and not yet counted, as far as this process knows
   * @param unpublishedRows rows changed here that the source of truth does not have yet
   * @param details what else operators want to know, by a name in camelCase: texts, numbers and
   *     booleans, in the order to show them
   */
  record Reading(
      Acceptance acceptance, long lagEvents, long unpublishedRows, Map<String, Object> details) {}

  /** Whether a runtime accepts events. */
  sealed interface Acceptance {

    /** It does. */
    record Accepting() implements Acceptance {}

    /**
     * It does not.
     *
     * @param reason one sentence for operators
     */
    record NotAccepting(String reason) implements Acceptance {}
  }
}
