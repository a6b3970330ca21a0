package io.tiffin.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that begin at once. */
final class Together {

  /** What each thread does. */
  interface PerThread<T> {
    T run(int thread) throws Exception;
  }

  private Together() {}

  /** Runs {@code work} in all threads at once; returns what each returned, in their order. */
  static <T> List<T> run(int threads, PerThread<T> work) throws Exception {
    var start = new CyclicBarrier(threads);
    List<Callable<T>> calls = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      calls.add(() -> {
        start.await();
        return work.run(number);
      });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : pool.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
