package io.tiffin.gate;

import io.tiffin.model.Bundle;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Model;
import io.tiffin.model.ModelLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads on which a version is loaded and asked, so that one that hangs keeps only those: whoever
 * judges goes on. Platform threads, for a native call holds the thread it runs on.
 */
final class BoundedCalls implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("model-gate-", 1).factory());

  /** What is asked of a version. */
  @FunctionalInterface
  interface Call<T> {

    T call() throws BundleRefusedException;
  }

  /**
   * Loads a version. One that is there only after the patience is closed by the thread that waited
   * for it.
   */
  Model load(ModelLoader loader, Bundle bundle, Duration patience) throws BundleRefusedException {
    CompletableFuture<Model> loaded = new CompletableFuture<>();
    threads.execute(() -> {
      try {
        Model model = loader.load(bundle);
        if (!loaded.complete(model)) {
          model.close();
        }
      } catch (BundleRefusedException | RuntimeException | Error failure) {
        loaded.completeExceptionally(failure);
      }
    });
    try {
      return await(loaded, patience, "is not loaded within ");
    } catch (BundleRefusedException given) {
      if (!loaded.cancel(false) && !loaded.isCompletedExceptionally()) {
        loaded.join().close(); // it came between the patience and here
      }
      throw given;
    }
  }

  /** Makes one call. */
  <T> T call(Call<T> call, Duration patience) throws BundleRefusedException {
    return together(1, call, patience, () -> {}).getFirst();
  }

  /**
   * Has several callers make it at a time; all have ended well when this returns.
   *
   * @param meanwhile run by the thread that waits for them
   */
  <T> List<T> together(int callers, Call<T> call, Duration patience, Runnable meanwhile)
      throws BundleRefusedException {
    Callable<T> each = call::call;
    List<Future<T>> begun = new ArrayList<>(callers);
    for (int caller = 0; caller < callers; caller++) {
      begun.add(threads.submit(each));
    }
    List<T> results = new ArrayList<>(callers);
    try {
      meanwhile.run();
      for (Future<T> future : begun) {
        results.add(await(future, patience, "does not answer within "));
      }
      return results;
    } finally {
      begun.forEach(future -> future.cancel(true));
    }
  }

  private static <T> T await(Future<T> future, Duration patience, String hangs)
      throws BundleRefusedException {
    try {
      return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new BundleRefusedException("the model " + hangs + patience, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BundleRefusedException("the judging was interrupted", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof BundleRefusedException refused) {
        throw refused;
      }
      throw new BundleRefusedException("the model breaks: " + failure.getCause(), failure);
    }
  }

  /** Interrupts whoever still waits for an answer. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
