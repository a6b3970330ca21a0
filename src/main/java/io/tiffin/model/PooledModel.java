package io.tiffin.model;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.model.Inference.Failed;
import io.tiffin.model.Inference.Reason;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model on a small pool of platform threads, for a native call holds the thread it runs on. The
 * queue before the threads is bounded; a call that nobody waits for any more is not run.
 */
final class PooledModel implements Model {

  private static final Logger log = LoggerFactory.getLogger(PooledModel.class);

  private final Manifest manifest;
  private final ThreadPoolExecutor threads;

  /** One for each thread, since none may be used by two at a time. */
  private final Queue<Runner> idle;

  private final AutoCloseable engineModel;
  private final ModelMeters meters;
  private final Ticker ticker;
  private final Duration patience;
  private volatile boolean closed;

  /**
   * A model that is open until closed.
   *
   * @param runners makes a runner; asked once per thread
   * @param engineModel closed after the last call
   * @param patience how long closing waits for the calls that run
   */
  PooledModel(
      Manifest manifest,
      PoolSize size,
      Supplier<? extends Runner> runners,
      AutoCloseable engineModel,
      ModelMeters meters,
      Ticker ticker,
      Duration patience) {
    this.manifest = manifest;
    this.engineModel = engineModel;
    this.meters = meters;
    this.ticker = ticker;
    this.patience = patience;
    idle = new ArrayBlockingQueue<>(size.instances());
    for (int thread = 0; thread < size.instances(); thread++) {
      idle.add(runners.get());
    }
    threads =
        new ThreadPoolExecutor(
            size.instances(),
            size.instances(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(size.queue()),
            Thread.ofPlatform()
                .daemon()
                .name("model-" + manifest.name() + "-" + manifest.version() + "-", 1)
                .factory());
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public Inference run(Examples examples, Deadline deadline) {
    Inference inference = submit(examples, deadline);
    meters.returned(inference);
    return inference;
  }

  private Inference submit(Examples examples, Deadline deadline) {
    if (deadline.hasPassed()) {
      return late();
    }
    Call call = new Call(examples, deadline);
    try {
      threads.execute(call);
    } catch (RejectedExecutionException full) {
      return closed ? gone() : new Failed(Reason.OVERLOADED, "the model's queue is full", null);
    }
    return call.await();
  }

  /** Calls in the queue now. */
  int waiting() {
    return threads.getQueue().size();
  }

  private static Failed late() {
    return new Failed(Reason.TIMED_OUT, "the deadline passed", null);
  }

  private static Failed gone() {
    return new Failed(Reason.ERROR, "the model is closed", null);
  }

  /**
   * A call that hangs in the engine keeps the engine's memory: freeing it would crash the process.
   */
  @Override
  public void close() {
    closed = true;
    threads.shutdown();
    try {
      if (haveEnded()) {
        free();
      } else {
        log.warn("A call of {} has not ended in {}: it is left open", manifest.name(), patience);
      }
    } finally {
      meters.close();
    }
  }

  private boolean haveEnded() {
    try {
      return threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return threads.isTerminated();
    }
  }

  private void free() {
    idle.forEach(Runner::close);
    try {
      engineModel.close();
    } catch (Exception failure) {
      throw new IllegalStateException("the engine cannot free " + manifest.name(), failure);
    }
  }

  /** One call on its way through queue and thread. */
  private final class Call implements Runnable {

    private final Examples examples;
    private final Deadline deadline;
    private final long queuedAt = ticker.nanos();
    private final CompletableFuture<Inference> answer = new CompletableFuture<>();

    Call(Examples examples, Deadline deadline) {
      this.examples = examples;
      this.deadline = deadline;
    }

    @Override
    public void run() {
      long begun = ticker.nanos();
      meters.waited(begun - queuedAt);
      if (closed) {
        answer.complete(gone());
      } else if (answer.isDone() || deadline.hasPassed()) {
        answer.complete(late());
      } else {
        Inference inference = infer();
        meters.ran(examples.rows(), ticker.nanos() - begun);
        answer.complete(inference);
      }
    }

    private Inference infer() {
      Runner runner = idle.remove();
      try {
        return runner.run(examples);
      } catch (Exception failure) {
        return new Failed(Reason.ERROR, "the engine failed: " + failure.getMessage(), failure);
      } finally {
        idle.add(runner);
      }
    }

    /**
     * Waits no longer than the deadline; then the call is marked as abandoned, so that it is not
     * begun any more.
     */
    Inference await() {
      try {
        return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException passed) {
        return abandon(late());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return abandon(new Failed(Reason.TIMED_OUT, "the caller was interrupted", null));
      } catch (ExecutionException impossible) {
        return new Failed(Reason.ERROR, "the call broke", impossible.getCause());
      }
    }

    private Inference abandon(Failed failure) {
      answer.complete(failure);
      return failure;
    }
  }
}
