package io.tiffin.estimate;

import io.tiffin.estimate.EstimationPlan.ModelRung;
import org.jspecify.annotations.Nullable;

/**
 * A version in the role that it has for a request.
 *
 * @param plan the version's
 * @param model the version's; null where there is none and the baseline answers
 * @param answeredBy how it is named in answers
 */
record Rung(EstimationPlan plan, @Nullable ModelRung model, AnsweredBy answeredBy) {

  /** The version of a plan in a role; the baseline's if the plan has none. */
  static Rung of(EstimationPlan plan, AnsweredBy.Role role) {
    ModelRung model = plan.rung();
    return new Rung(plan, model, model == null ? AnsweredBy.PHYSICAL : model.answeredAs(role));
  }

  /** Begins a use of its version; see {@link io.tiffin.model.LoadedVersion#enter}. */
  boolean enter() {
    return model == null || model.version().enter();
  }

  void exit() {
    if (model != null) {
      model.version().exit();
    }
  }
}
