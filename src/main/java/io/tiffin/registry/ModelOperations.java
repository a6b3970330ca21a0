package io.tiffin.registry;

import io.tiffin.gate.GateReport;
import java.util.List;
import java.util.Optional;

/**
 * What can be seen of models and done with their versions. Thread-safe. Nothing here throws for a
 * foreseeable failure: each is an answer, after which everything is as it was.
 */
public interface ModelOperations {

  /** Every model, by name. */
  List<ModelStanding> models();

  Optional<ModelStanding> model(String name);

  /** Has the gate judge a version, anew if it was judged before. Takes seconds. */
  Answer evaluate(String name, String version);

  /**
   * Lets a version answer all orders; what answered before becomes the previous one. Judges it
   * first if the gate has not, and returns once this process serves it.
   *
   * @param waiver lets it in although the gate refused it
   */
  Answer activate(String name, String version, Waiver waiver);

  /** Lets a version answer a share of the orders, as {@link #activate}. */
  Answer canary(String name, String version, int percent, Waiver waiver);

  /** Has a version asked beside the one that answers; the gate need not have accepted it. */
  Answer shadow(String name, String version);

  /** Takes a version's role away. The stable one is followed by the previous one. */
  Answer retire(String name, String version);

  /** Whether the gate's refusal counts. */
  sealed interface Waiver {

    /** It does. */
    record None() implements Waiver {}

    /**
     * It does not, and that is logged.
     *
     * @param by who says so
     * @param reason why
     */
    record Given(String by, String reason) implements Waiver {}
  }

  /** What came of an operation. */
  sealed interface Answer {

    /** It is done; how the model stands now. */
    record Done(ModelStanding standing) implements Answer {}

    /** The gate's report, for {@link #evaluate}. */
    record Judged(GateReport report) implements Answer {}

    /** The gate refuses the version. */
    record Refused(GateReport report) implements Answer {}

    /** There is no such model, or no such version of it. */
    record Unknown(String message) implements Answer {}

    /**
     * It cannot be done as things stand: files are damaged, it does not load, it has no such role.
     */
    record Conflict(String message) implements Answer {}

    /** The source of truth, which holds the roles, does not answer. */
    record Unavailable(String message) implements Answer {}
  }
}
