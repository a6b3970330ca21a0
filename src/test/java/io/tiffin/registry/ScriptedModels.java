package io.tiffin.registry;

import io.tiffin.gate.GateCheck;
import io.tiffin.gate.GateReport;
import io.tiffin.model.CallWindow;
import io.tiffin.model.InputDrifts.DriftedInput;
import io.tiffin.model.InputDrifts.InputDrift;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.model.Role;
import io.tiffin.registry.ModelStanding.State;
import io.tiffin.registry.ModelStanding.VersionStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operations on models that say what they are told to, and remember what they were asked. By
 * default everything is done to model {@code eta}. Thread-safe.
 *
 * <pre>{@code
 * models.answering(new Answer.Conflict("it is damaged"));
 * }</pre>
 */
public final class ScriptedModels implements ModelOperations {

  private static final Instant AT = Instant.parse("2026-11-27T18:00:00Z");

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable Answer answer;

  /** From now on every operation is answered so; null for the default again. */
  public void answering(@Nullable Answer other) {
    answer = other;
  }

  /** What was asked since the last time, such as {@code canary eta 2 5 None}. */
  public List<String> takeAsked() {
    synchronized (asked) {
      List<String> taken = List.copyOf(asked);
      asked.clear();
      return taken;
    }
  }

  /** A report of one check that passed and, if refused, one that failed. */
  public static GateReport report(boolean accepted) {
    GateCheck mae =
        new GateCheck(
            "mae",
            "min",
            GateCheck.Kind.OPTIMIZING,
            3.2,
            4.0,
            GateCheck.Bound.AT_MOST,
            3.4,
            GateCheck.Verdict.PASSED,
            "");
    GateCheck size =
        new GateCheck(
            "size.disk",
            "MiB",
            GateCheck.Kind.SATISFICING,
            120.0,
            64.0,
            GateCheck.Bound.AT_MOST,
            null,
            GateCheck.Verdict.FAILED,
            "");
    return new GateReport(
        "eta", "1", "ab12", "server", "2 cores", AT, accepted ? List.of(mae) : List.of(mae, size));
  }

  private static ModelStanding standing() {
    VersionStanding newest =
        new VersionStanding(
            "2",
            null,
            State.REFUSED,
            "the gate refuses it",
            AT,
            1_000,
            "TensorFlow 2.16.1",
            Map.of(),
            report(false),
            null,
            null,
            null);
    VersionStanding stable =
        new VersionStanding(
            "1",
            Role.STABLE,
            State.LOADED,
            null,
            AT,
            2_000,
            "TensorFlow 2.16.1",
            Map.of("mae", 3.5),
            report(true),
            new CallWindow.Reading(1_000, 512, 128, 76_000, 250_000),
            new LiveError(40, 4.5, -1.25),
            new InputDrift(
                46,
                1_200,
                null,
                List.of(new DriftedInput("restaurant_live.prep_s_ewma", 0.31, 0.25, 0.125))));
    return new ModelStanding("eta", true, 0, List.of(newest, stable), "this process alone");
  }

  @Override
  public List<ModelStanding> models() {
    return List.of(standing());
  }

  @Override
  public Optional<ModelStanding> model(String name) {
    return name.equals("eta") ? Optional.of(standing()) : Optional.empty();
  }

  @Override
  public Answer evaluate(String name, String version) {
    return answer(new Answer.Judged(report(true)), "evaluate", name, version);
  }

  @Override
  public Answer activate(String name, String version, Waiver waiver) {
    return answer(done(), "activate", name, version, waiver);
  }

  @Override
  public Answer canary(String name, String version, int percent, Waiver waiver) {
    return answer(done(), "canary", name, version, percent, waiver);
  }

  @Override
  public Answer shadow(String name, String version) {
    return answer(done(), "shadow", name, version);
  }

  @Override
  public Answer retire(String name, String version) {
    return answer(done(), "retire", name, version);
  }

  private static Answer done() {
    return new Answer.Done(standing());
  }

  private Answer answer(Answer usual, Object... words) {
    List<String> texts = new ArrayList<>();
    for (Object word : words) {
      texts.add(word.toString());
    }
    asked.add(String.join(" ", texts));
    Answer scripted = answer;
    return scripted == null ? usual : scripted;
  }
}
