package io.tiffin.model;

import io.tiffin.batching.Deadline;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.guard.GuardedCall.Refused;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;

/**
 * A model that is not run while it does not answer: the caller is told so at once, and has the rest
 * of its time for the physical baseline. A full queue says nothing about the model, for it costs
 * nothing; that it does not empty shows in calls that are late.
 */
public final class GuardedModel implements Model {

  /** The guard whose settings those of all versions are. */
  public static final String SETTINGS = "model";

  private final Model model;
  private final Guard guard;

  /** The model, behind a guard of its own. */
  public GuardedModel(Model model, Guard guard) {
    this.model = model;
    this.guard = guard;
  }

  /**
   * How a version's guard is called; the settings of all of them are those of {@code model}. Each
   * has its own, so that a bad version does not close the door to a good one.
   */
  public static String guardName(Manifest manifest) {
    return SETTINGS + "-" + manifest.name() + "-" + manifest.version();
  }

  @Override
  public Manifest manifest() {
    return model.manifest();
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    return switch (guard.enter(deadline)) {
      case Refused refused ->
          new Failed(
              refused.isForCrowd() ? Reason.OVERLOADED : Reason.ERROR,
              "the model is not run at the moment",
              refused.cause());
      case Admitted call -> run(examples, call);
    };
  }

  private Inference run(Examples examples, Admitted call) {
    Inference inference;
    try {
      inference = model.run(examples, call.deadline());
    } catch (RuntimeException e) {
      call.failed(e);
      return new Failed(Reason.ERROR, "the model broke: " + e.getMessage(), e);
    } catch (Error e) {
      call.failed(e);
      throw e;
    }
    end(call, inference);
    return inference;
  }

  private static void end(Admitted call, Inference inference) {
    switch (inference) {
      case Answered _ -> call.answered();
      case Failed _ when Thread.currentThread().isInterrupted() -> call.ignored();
      case Failed failure -> {
        switch (failure.reason()) {
          case TIMED_OUT -> call.late();
          case OVERLOADED -> call.ignored();
          case ERROR -> call.failed(failure.cause());
        }
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
