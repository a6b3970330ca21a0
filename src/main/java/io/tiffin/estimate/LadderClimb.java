package io.tiffin.estimate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.estimate.AnsweredBy.Role;
import io.tiffin.estimate.EstimationPlan.ModelRung;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders down a ladder until a rung answers: each rung with one look-up and one call of its
 * model for all orders that are to be answered by it. Thread-safe.
 */
final class LadderClimb {

  private static final Logger LOG = LoggerFactory.getLogger(LadderClimb.class);

  /** Orders of a call whose time tells how fast a version is. Chosen. */
  private static final int FEW = 8;

  private final FeatureAssembly assembly;
  private final EstimateProperties times;
  private final EstimateMeters meters;
  private final Traces traces;
  private final Ticker ticker;

  LadderClimb(
      FeatureAssembly assembly,
      EstimateProperties times,
      EstimateMeters meters,
      Traces traces,
      Ticker ticker) {
    this.assembly = assembly;
    this.times = times;
    this.meters = meters;
    this.traces = traces;
    this.ticker = ticker;
  }

  /**
   * Answers every draft as well as can be. The stable version's orders come first: a canary that is
   * slow takes no time from them.
   *
   * @param ladder entered
   * @param answer when the climb must end
   */
  void climb(Ladder ladder, List<Draft> drafts, Deadline answer) {
    if (ladder.canary() == null) {
      climb(ladder, ladder.stable(), drafts, answer);
      return;
    }
    List<Draft> ofStable = new ArrayList<>(drafts.size());
    List<Draft> ofCanary = new ArrayList<>();
    for (Draft draft : drafts) {
      Role role = ladder.chosenFor(draft.order()).answeredBy().role();
      (role == Role.CANARY ? ofCanary : ofStable).add(draft);
    }
    if (!ofStable.isEmpty()) {
      climb(ladder, ladder.stable(), ofStable, answer);
    }
    if (!ofCanary.isEmpty()) {
      climb(ladder, ladder.canary(), ofCanary, answer);
    }
  }

  private void climb(Ladder ladder, Rung chosen, List<Draft> drafts, Deadline answer) {
    infer(chosen, drafts, lookUp(chosen, drafts, answer), answer);
    for (Rung below = ladder.below(chosen); below != null; below = ladder.below(below)) {
      List<Draft> open = open(drafts, below);
      if (!open.isEmpty() && !answer.hasPassed()) {
        infer(below, open, features(below, open, answer), answer);
      }
    }
  }

  /** What stands in for a version that is broken is not asked where one is only crowded or late. */
  private static List<Draft> open(List<Draft> drafts, Rung below) {
    List<Draft> open = List.of();
    for (Draft draft : drafts) {
      if (!draft.isTold()
          && (below.answeredBy().role() != Role.PREVIOUS || draft.latest().isBroken())) {
        open = open.isEmpty() ? new ArrayList<>() : open;
        open.add(draft);
      }
    }
    return open;
  }

  private List<FeatureVector> features(Rung rung, List<Draft> drafts, Deadline answer) {
    if (!rung.plan().sharesFeatures(drafts.getFirst().rung().plan())) {
      return lookUp(rung, drafts, answer);
    }
    List<FeatureVector> features = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      features.add(draft.features());
    }
    return features;
  }

  private List<FeatureVector> lookUp(Rung rung, List<Draft> drafts, Deadline answer) {
    long from = ticker.nanos();
    List<FeatureRequest> requests = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      requests.add(draft.request());
    }
    List<FeatureVector> features = lookUp(rung.plan(), requests, answer);
    meters.record(Stage.LOOK_UP, ticker.nanos() - from);
    return features;
  }

  /** Looks up what a plan wants, and leaves its model some of the time. */
  List<FeatureVector> lookUp(EstimationPlan plan, List<FeatureRequest> requests, Deadline answer) {
    Deadline lookUp = plan.rung() == null ? answer : before(answer, times.modelReserve(), 2);
    return assembly.assemble(plan.features(), requests, lookUp);
  }

  private void infer(Rung rung, List<Draft> drafts, List<FeatureVector> features, Deadline answer) {
    long from = ticker.nanos();
    ask(rung, drafts, features, answer);
    if (rung.model() != null) {
      meters.record(Stage.INFERENCE, ticker.nanos() - from);
    }
  }

  /** Asks a rung about drafts, in one call of its model, which its version remembers. */
  void ask(Rung rung, List<Draft> drafts, List<FeatureVector> features, Deadline deadline) {
    for (int row = 0; row < drafts.size(); row++) {
      drafts.get(row).tryOn(rung, features.get(row));
    }
    ModelRung model = rung.model();
    if (model == null) {
      drafts.forEach(draft -> draft.settle(EstimateOutcome.NO_MODEL));
      return;
    }
    long from = ticker.nanos();
    boolean hasTime = deadline.remainingNanos() >= times.modelReserve().toNanos() / 2;
    Inference inference = run(rung.answeredBy(), model, features, deadline);
    switch (inference) {
      case Answered answered -> believe(rung, model, drafts, answered, ticker.nanos() - from);
      case Failed failed -> giveUp(model, drafts, failed, hasTime);
    }
  }

  private Inference run(
      AnsweredBy asked, ModelRung model, List<FeatureVector> features, Deadline deadline) {
    try (Span span = InferenceSpan.begin(traces, asked, features.size())) {
      Inference inference =
          model.version().model().run(model.columns().examples(features), deadline);
      InferenceSpan.end(span, inference);
      return inference;
    }
  }

  private static void believe(
      Rung rung, ModelRung model, List<Draft> drafts, Answered answered, long took) {
    boolean all = true;
    for (int row = 0; row < drafts.size(); row++) {
      Draft draft = drafts.get(row);
      Prediction believed =
          model.answers().prediction(answered, row, draft.features(), rung.plan().baseline());
      if (believed == null) {
        all = false;
        draft.settle(EstimateOutcome.IMPLAUSIBLE);
      } else {
        draft.tell(believed);
      }
    }
    record(model, all, drafts.size(), took);
  }

  /**
   * One order that is not believed spoils its call: a sound model answers every order. How long a
   * large batch took is not remembered: versions that got more of them would look slower.
   */
  private static void record(ModelRung model, boolean all, int orders, long took) {
    if (!all) {
      model.version().calls().failed();
    } else if (orders <= FEW) {
      model.version().calls().answered(took);
    }
  }

  /**
   * @param hasTime whether the model had its share of the time: what comes too late without is not
   *     its fault
   */
  private static void giveUp(ModelRung model, List<Draft> drafts, Failed failed, boolean hasTime) {
    LOG.debug(
        "The model did not answer ({}): {}", failed.reason(), failed.message(), failed.cause());
    boolean isItsFault =
        switch (failed.reason()) {
          case ERROR -> true;
          case TIMED_OUT -> hasTime;
          case OVERLOADED -> false; // a crowd says nothing about the version
        };
    if (isItsFault) {
      model.version().calls().failed();
    }
    for (Draft draft : drafts) {
      draft.settle(EstimateOutcome.of(failed.reason()));
    }
  }

  /**
   * The deadline with {@code reserve} taken off, at most one part in {@code share} of what is left.
   */
  static Deadline before(Deadline deadline, Duration reserve, int share) {
    long mostNanos = Math.max(0, deadline.remainingNanos() / share);
    long nanos = Math.min(reserve.toNanos(), mostNanos);
    return new Deadline(deadline.atNanos() - nanos, deadline.ticker());
  }
}
