package io.tiffin.model;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Fitting;
import io.tiffin.batching.LatencyFit;
import io.tiffin.batching.MicroBatcher;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.batching.MicroBatcher.Result;
import io.tiffin.batching.Ticker;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model on a few platform threads, for a native call holds the thread it runs on. Whatever waits
 * when a thread is free goes into one call of the engine, as far as all of it can wait for such a
 * call. The queue before the threads is bounded; what nobody waits for any more, or cannot be
 * answered in time, is not run.
 */
final class PooledModel implements Model {

  private static final Logger log = LoggerFactory.getLogger(PooledModel.class);

  private final Manifest manifest;
  private final Instances instances;
  private final AutoCloseable engineModel;
  private final ModelMeters meters;
  private final Traces traces;
  private final Ticker ticker;
  private final Duration patience;
  private final LatencyFit expected = new LatencyFit();
  private final MicroBatcher<Call, Inference> batcher;
  private volatile boolean closed;

  /**
   * A model that is open until closed.
   *
   * @param runners makes a runner; asked once per instance
   * @param engineModel closed after the last call
   * @param patience how long closing waits for the calls that run
   */
  PooledModel(
      Manifest manifest,
      PoolSize size,
      Supplier<? extends Runner> runners,
      AutoCloseable engineModel,
      ModelMeters meters,
      Traces traces,
      Ticker ticker,
      Duration patience) {
    this.manifest = manifest;
    this.engineModel = engineModel;
    this.meters = meters;
    this.traces = traces;
    this.ticker = ticker;
    this.patience = patience;
    instances = new Instances(manifest, size.instances(), runners);
    batcher =
        new MicroBatcher<>(
            calls -> instances.submit(runner -> run(calls, runner)),
            call -> call.examples().rows(),
            new Limits(size.instances(), size.batchRows(), size.queue()),
            new Fitting(size.callsPerBatch(), expected, ticker));
    meters.expect(expected);
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    Inference inference =
        closed ? gone() : told(batcher.submit(call(examples, deadline), deadline));
    meters.returned(inference);
    return inference;
  }

  private Call call(Examples examples, Deadline deadline) {
    return new Call(examples, deadline, ticker.nanos(), traces.current());
  }

  private Inference told(Result<Inference> result) {
    return switch (result) {
      case Result.Answered<Inference>(Inference inference) -> inference;
      case Result.TimedOut<Inference>(boolean isForetold) -> isForetold ? hopeless() : late();
      case Result.Refused<Inference> _ ->
          new Failed(Reason.OVERLOADED, "the model's queue is full", null);
      case Result.Failed<Inference>(Throwable cause) ->
          closed ? gone() : new Failed(Reason.ERROR, "the call broke", cause);
    };
  }

  /** Calls in the queue now. */
  int waiting() {
    return batcher.queued();
  }

  private Failed hopeless() {
    meters.refusedAsHopeless();
    return new Failed(Reason.TIMED_OUT, "the model could not answer by the deadline", null);
  }

  private static Failed late() {
    return Thread.currentThread().isInterrupted()
        ? new Failed(Reason.TIMED_OUT, "the caller was interrupted", null)
        : new Failed(Reason.TIMED_OUT, "the deadline passed", null);
  }

  private static Failed gone() {
    return new Failed(Reason.ERROR, "the model is closed", null);
  }

  /** One call of the engine for all, on the thread of an instance. */
  private List<Inference> run(List<Call> calls, Runner runner) {
    long begun = ticker.nanos();
    for (Call call : calls) {
      meters.waited(begun - call.queuedAtNanos());
      call.span().tag("tiffin.model.queue_us", (begun - call.queuedAtNanos()) / 1_000);
    }
    if (closed) {
      return calls.stream().<Inference>map(_ -> gone()).toList();
    }
    if (calls.size() == 1) {
      return List.of(infer(calls.getFirst().examples(), calls, runner));
    }
    List<Examples> parts = new ArrayList<>(calls.size());
    for (Call call : calls) {
      parts.add(call.examples());
    }
    JoinedCalls joined = new JoinedCalls(parts);
    return switch (infer(joined.examples(), calls, runner)) {
      case Answered answer -> joined.split(answer).orElseGet(() -> eachAlone(calls, runner));
      case Failed _ -> eachAlone(calls, runner);
    };
  }

  private List<Inference> eachAlone(List<Call> calls, Runner runner) {
    return calls.stream().map(call -> alone(call, runner)).toList();
  }

  /** One order that the engine chokes on must not cost the others their answers. */
  private Inference alone(Call call, Runner runner) {
    return call.deadline().hasPassed() ? late() : infer(call.examples(), List.of(call), runner);
  }

  private Inference infer(Examples examples, List<Call> calls, Runner runner) {
    try (Span span = begun(calls)) {
      Inference inference = timed(examples, calls.size(), runner);
      span.tag("tiffin.batch.calls", calls.size()).tag("tiffin.batch.orders", examples.rows());
      if (inference instanceof Failed) {
        span.failed("engine_failed");
      }
      return inference;
    }
  }

  /** The engine's call, in a step of the first of its callers. */
  private Span begun(List<Call> calls) {
    if (!traces.isOn()) {
      return Span.NONE;
    }
    List<Span> callers = calls.stream().map(Call::span).toList();
    return traces
        .beginFor(callers, "run " + manifest.name(), Reach.PROCESS)
        .tag("tiffin.model.name", manifest.name())
        .tag("tiffin.model.version", manifest.version());
  }

  private Inference timed(Examples examples, int calls, Runner runner) {
    long begun = ticker.nanos();
    Inference inference;
    try {
      inference = runner.run(examples);
    } catch (Exception failure) {
      inference = new Failed(Reason.ERROR, "the engine failed: " + failure.getMessage(), failure);
    }
    long ended = ticker.nanos();
    meters.ran(calls, examples.rows(), ended - begun);
    if (inference instanceof Answered) {
      expected.ran(examples.rows(), ended - begun, ended);
    }
    return inference;
  }

  /**
   * A call that hangs in the engine keeps the engine's memory: freeing it would crash the process.
   */
  @Override
  public void close() {
    closed = true;
    try {
      if (instances.close(patience)) {
        free();
      } else {
        log.warn("A call of {} has not ended in {}: it is left open", manifest.name(), patience);
      }
    } finally {
      meters.close();
    }
  }

  private void free() {
    try {
      engineModel.close();
    } catch (Exception failure) {
      throw new IllegalStateException("the engine cannot free " + manifest.name(), failure);
    }
  }

  /** What one caller asks, and the step in which it waits. */
  private record Call(Examples examples, Deadline deadline, long queuedAtNanos, Span span) {}
}
