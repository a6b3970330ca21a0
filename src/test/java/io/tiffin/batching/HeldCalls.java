package io.tiffin.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls that stay under way until the test answers them. Thread-safe. */
final class HeldCalls implements MicroBatcher.BatchCall<Integer, String> {

  private final List<List<Integer>> items = new ArrayList<>();
  private final List<CompletableFuture<List<String>>> stages = new ArrayList<>();

  @Override
  public synchronized CompletionStage<List<String>> run(List<Integer> batch) {
    CompletableFuture<List<String>> stage = new CompletableFuture<>();
    items.add(List.copyOf(batch));
    stages.add(stage);
    return stage;
  }

  /** What a call is answered: a text per item. */
  static CompletionStage<List<String>> answers(List<Integer> batch) {
    return CompletableFuture.completedFuture(batch.stream().map(item -> "answer " + item).toList());
  }

  synchronized int begun() {
    return stages.size();
  }

  /** The items of the call that was begun as the {@code call}th, from 0. */
  synchronized List<Integer> items(int call) {
    return items.get(call);
  }

  void answer(int call) {
    CompletableFuture<List<String>> stage;
    List<Integer> asked;
    synchronized (this) {
      stage = stages.get(call);
      asked = items.get(call);
    }
    answers(asked).thenAccept(stage::complete);
  }

  void answerAll() {
    for (int call = 0; call < begun(); call++) {
      answer(call);
    }
  }
}
