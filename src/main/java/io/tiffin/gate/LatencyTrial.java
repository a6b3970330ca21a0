package io.tiffin.gate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.model.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Times calls of a warm model through its port, round after round, each caller asking again as soon
 * as it has its answer.
 */
final class LatencyTrial {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Measuring measuring;
  private final BoundedCalls calls;
  private final ProcessReadings process;
  private final Ticker ticker;
  private final Runnable inEachRound;

  /**
   * @param inEachRound run while the callers of a round are asking
   */
  LatencyTrial(
      Measuring measuring,
      BoundedCalls calls,
      ProcessReadings process,
      Ticker ticker,
      Runnable inEachRound) {
    this.measuring = measuring;
    this.calls = calls;
    this.process = process;
    this.ticker = ticker;
    this.inEachRound = inEachRound;
  }

  /** What is called: a model with prepared inputs, each of as many orders. */
  record Load(Model model, List<Examples> inputs, int callers) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Round(long[] ascendingNanos, double cpuMillis) {}

  /**
   * Times a load; for as many rounds again if it would be refused, since the machine may have been
   * busy with something else.
   *
   * @throws BundleRefusedException if a call fails, or does not end
   */
  Latency time(Load load, Predicate<Latency> isAccepted) throws BundleRefusedException {
    List<Round> rounds = new ArrayList<>();
    rounds(load, rounds);
    if (!isAccepted.test(latency(rounds))) {
      rounds(load, rounds);
    }
    return latency(rounds);
  }

  private void rounds(Load load, List<Round> rounds) throws BundleRefusedException {
    for (int round = 0; round < measuring.rounds(); round++) {
      rounds.add(round(load));
    }
  }

  private Round round(Load load) throws BundleRefusedException {
    long cpuBefore = process.cpuNanos();
    Duration patience = measuring.round().plus(measuring.patience());
    List<long[]> each = calls.together(load.callers(), () -> ask(load), patience, inEachRound);
    long cpu = process.cpuNanos() - cpuBefore;
    long[] all = each.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    if (all.length == 0) {
      throw new BundleRefusedException("the model refuses every call: its queue is full");
    }
    long orders = (long) all.length * load.inputs().getFirst().rows();
    return new Round(all, cpu / NANOS_PER_MILLI / orders);
  }

  /** One caller's round. */
  private long[] ask(Load load) throws BundleRefusedException {
    long[] took = new long[measuring.mostCalls()];
    int answered = 0;
    long begun = ticker.nanos();
    for (int call = 0; call < took.length; call++) {
      long asked = ticker.nanos();
      if (answers(load.model(), load.inputs().get(call % load.inputs().size()))) {
        took[answered++] = ticker.nanos() - asked;
      }
      if (ticker.nanos() - begun >= measuring.round().toNanos()
          || Thread.currentThread().isInterrupted()) {
        break;
      }
    }
    return Arrays.copyOf(took, answered);
  }

  /** False if the model's queue is too short for so many callers, which is not the version's. */
  private boolean answers(Model model, Examples examples) throws BundleRefusedException {
    Inference inference = model.run(examples, Deadline.in(measuring.patience(), ticker));
    if (inference instanceof Failed failure && failure.reason() != Reason.OVERLOADED) {
      throw new BundleRefusedException(
          "the model does not answer (" + failure.reason() + "): " + failure.message());
    }
    return !(inference instanceof Failed);
  }

  private static Latency latency(List<Round> rounds) {
    double[] medians =
        rounds.stream().mapToDouble(round -> quantile(round, 0.5)).sorted().toArray();
    double p99 = rounds.stream().mapToDouble(round -> quantile(round, 0.99)).min().orElseThrow();
    return new Latency(
        medians[medians.length / 2],
        p99,
        rounds.stream().mapToLong(round -> round.ascendingNanos().length).sum(),
        rounds.stream().mapToDouble(Round::cpuMillis).min().orElseThrow());
  }

  private static double quantile(Round round, double rank) {
    long[] nanos = round.ascendingNanos();
    return nanos[(int) Math.ceil(rank * nanos.length) - 1] / NANOS_PER_MILLI;
  }
}
