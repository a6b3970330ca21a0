package io.tiffin.gate;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.evaluation.Scored;
import io.tiffin.gate.LatencyTrial.Load;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import io.tiffin.model.Sample;
import io.tiffin.model.SampleEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Loads versions, measures them, and closes them again. For one judging, on one thread. */
final class VersionTrial {

  /** Minutes after which an order is late for which nothing was promised, as in training. */
  private static final double DEFAULT_PROMISE = 45;

  /** Inputs that calls take turns with. Chosen: more than any cache of the engine's would hold. */
  private static final int INPUTS = 64;

  /** Rounds and calls in which the allocation is counted; chosen. */
  private static final int ALLOCATION_ROUNDS = 3;

  private static final int ALLOCATION_CALLS = 200;
  private static final int LEAST_CALLS = 3;

  /** Copies that are loaded to see what one takes, the second only if the first took too much. */
  private static final int COPIES = 2;

  private final Tools tools;
  private final BoundedCalls calls;
  private final GateProfile.Cost limits;
  private final Set<Long> threadsBefore;

  /**
   * What measures.
   *
   * @param readsDevices whether models run on an accelerator that is to be read
   */
  record Tools(
      ModelLoader loader,
      SampleEncoder encoder,
      ProcessReadings process,
      DeviceReadings devices,
      boolean readsDevices,
      Ticker ticker,
      Measuring measuring) {

    List<DeviceReadings.Reading> readDevices() {
      return readsDevices ? devices.read() : List.of();
    }
  }

  VersionTrial(Tools tools, BoundedCalls calls, GateProfile.Cost limits) {
    this.tools = tools;
    this.calls = calls;
    this.limits = limits;
    threadsBefore = tools.process().threads();
  }

  /**
   * Measures all but what the process grows by.
   *
   * @throws BundleRefusedException if the version is not loaded, or does not answer
   */
  Measured ofServing(Bundle bundle, LabelledSet set) throws BundleRefusedException {
    return measure(bundle, set, false);
  }

  /** Measures all; failures as {@link #ofServing}. */
  Measured ofCandidate(Bundle bundle, LabelledSet set) throws BundleRefusedException {
    return measure(bundle, set, true);
  }

  private Measured measure(Bundle bundle, LabelledSet set, boolean withMemory)
      throws BundleRefusedException {
    List<DeviceReadings.Reading> before = tools.readDevices();
    List<List<DeviceReadings.Reading>> meanwhile = new ArrayList<>();
    Model model = calls.load(tools.loader(), bundle, tools.measuring().loadPatience());
    try {
      List<Scored> scored = calls.call(() -> scored(model, set), patience());
      List<Examples> singles = inputs(model, set, 1);
      List<Examples> batches = inputs(model, set, tools.measuring().batch());
      warm(model, singles, batches);
      LatencyTrial trial =
          new LatencyTrial(
              tools.measuring(),
              calls,
              tools.process(),
              tools.ticker(),
              () -> meanwhile.add(tools.readDevices()));
      Latency single =
          trial.time(new Load(model, singles, tools.measuring().concurrency()), limits::takeSingle);
      Latency batch = trial.time(new Load(model, batches, 1), limits::takeBatch);
      return new Measured(
          scored,
          sizeBytes(bundle),
          single,
          batch,
          calls.call(() -> allocatedBytes(model, singles), patience()),
          withMemory ? nativeBytes(bundle, singles, batches) : OptionalLong.empty(),
          before,
          meanwhile);
    } finally {
      model.close();
    }
  }

  /** For a handful of calls, each of which has a deadline of its own. */
  private Duration patience() {
    return tools.measuring().loadPatience();
  }

  private List<Scored> scored(Model model, LabelledSet set) throws BundleRefusedException {
    AnsweredQuantiles quantiles = new AnsweredQuantiles(model.manifest().outputs().minutes());
    List<Sample> samples = set.samples();
    List<Scored> scored = new ArrayList<>(samples.size());
    int batch = tools.measuring().batch();
    for (int from = 0; from < samples.size(); from += batch) {
      List<Sample> some = samples.subList(from, Math.min(from + batch, samples.size()));
      Answered answer = answer(model, tools.encoder().encode(model.manifest(), some));
      for (int row = 0; row < some.size(); row++) {
        Double promised = some.get(row).promisedMinutes();
        scored.add(
            new Scored(
                quantiles.of(answer, row),
                some.get(row).minutes(),
                promised == null ? DEFAULT_PROMISE : promised));
      }
    }
    return scored;
  }

  /** Inputs of so many orders each; orders of which nothing is known if there are no samples. */
  private List<Examples> inputs(Model model, LabelledSet set, int rows)
      throws BundleRefusedException {
    List<Sample> samples =
        set.samples().isEmpty() ? List.of(new Sample(Map.of(), 0, null)) : set.samples();
    List<Examples> inputs = new ArrayList<>();
    int next = 0;
    for (int input = 0; input < Math.min(INPUTS, samples.size()); input++) {
      List<Sample> orders = new ArrayList<>(rows);
      for (int row = 0; row < rows; row++) {
        orders.add(samples.get(next++ % samples.size()));
      }
      inputs.add(tools.encoder().encode(model.manifest(), orders));
    }
    return inputs;
  }

  /** The first calls of an engine are many times slower than later ones. */
  private void warm(Model model, List<Examples> singles, List<Examples> batches)
      throws BundleRefusedException {
    Measuring measuring = tools.measuring();
    long limit = measuring.round().multipliedBy(measuring.rounds()).toNanos();
    calls.call(
        () -> {
          long begun = tools.ticker().nanos();
          for (int call = 0; call < measuring.warmUpCalls(); call++) {
            answer(model, singles.get(call % singles.size()));
            if (call % 10 == 0) {
              answer(model, batches.get(call / 10 % batches.size()));
            }
            if (tools.ticker().nanos() - begun > limit) {
              break;
            }
          }
          return model;
        },
        patience());
  }

  private Answered answer(Model model, Examples examples) throws BundleRefusedException {
    Inference inference =
        model.run(examples, Deadline.in(tools.measuring().patience(), tools.ticker()));
    return switch (inference) {
      case Answered answered -> answered;
      case Failed failure ->
          throw new BundleRefusedException(
              "the model does not answer (" + failure.reason() + "): " + failure.message());
    };
  }

  private static long sizeBytes(Bundle bundle) throws BundleRefusedException {
    try (Stream<Path> files = Files.walk(bundle.directory())) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException unreadable) {
      throw new BundleRefusedException(
          bundle.directory() + ": cannot be read: " + unreadable, unreadable);
    }
  }

  /**
   * By the threads that came with the version and with its callers: what the rest of the process
   * allocates meanwhile is not counted. The least of some rounds.
   */
  private double allocatedBytes(Model model, List<Examples> inputs) throws BundleRefusedException {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ALLOCATION_ROUNDS; round++) {
      Set<Long> threads = new HashSet<>(tools.process().threads());
      threads.removeAll(threadsBefore);
      long before = tools.process().allocatedBytes(threads);
      long begun = tools.ticker().nanos();
      int made = 0;
      while (made < ALLOCATION_CALLS
          && (made < LEAST_CALLS
              || tools.ticker().nanos() - begun < tools.measuring().round().toNanos())) {
        answer(model, inputs.get(made++ % inputs.size()));
      }
      double allocated = tools.process().allocatedBytes(threads) - before;
      least = Math.min(least, Math.max(0, allocated / made));
    }
    return least;
  }

  /**
   * What the process grows by for a copy while the first is still there, so that neither the
   * engine's library nor what an earlier version left behind is taken for it. A heap that grows
   * meanwhile is: a second copy is asked if the first took too much.
   */
  private OptionalLong nativeBytes(Bundle bundle, List<Examples> singles, List<Examples> batches)
      throws BundleRefusedException {
    List<Model> copies = new ArrayList<>();
    try {
      long least = Long.MAX_VALUE;
      while (copies.size() < COPIES && least > limits.nativeMemoryAtMost().toBytes()) {
        OptionalLong before = tools.process().residentBytes();
        Model copy = calls.load(tools.loader(), bundle, tools.measuring().loadPatience());
        copies.add(copy);
        warm(copy, singles, batches);
        OptionalLong after = tools.process().residentBytes();
        if (before.isEmpty() || after.isEmpty()) {
          return OptionalLong.empty();
        }
        least = Math.min(least, Math.max(0, after.getAsLong() - before.getAsLong()));
      }
      return OptionalLong.of(least);
    } finally {
      copies.forEach(Model::close);
    }
  }
}
