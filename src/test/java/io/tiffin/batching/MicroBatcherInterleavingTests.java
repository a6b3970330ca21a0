package io.tiffin.batching;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.batching.MicroBatcher.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Interleavings of callers, tried out by Lincheck's model checker: a call with a memory, one at a
 * time, answers as if the callers had come one after another, and nobody waits for ever.
 */
class MicroBatcherInterleavingTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  @Test
  void callersAreAnsweredAsIfOneAfterAnother() {
    options(20).check(OneCallAtATime.class);
  }

  @Test
  void soTheyAreWhereBatchesAreFitted() {
    options(20).check(OneFittedCallAtATime.class);
  }

  /** What is passed over, or told that it cannot be answered, is told so once and asked never. */
  @Test
  void whatIsHopelessIsToldSoAndNotAsked() {
    options(20).check(SomeHopeless.class);
  }

  /** Control: the checker sees into the batcher, and finds what two calls at a time mix up. */
  @Test
  void twoCallsAtATimeAreFoundOut() {
    assertThatThrownBy(() -> options(60).check(TwoCallsAtATime.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Invalid execution results");
  }

  private static ModelCheckingOptions options(int invocations) {
    return new ModelCheckingOptions()
        .iterations(2 * SCALE)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        .minimizeFailedScenario(false);
  }

  /** Lincheck makes one for each run. */
  public static class OneCallAtATime extends Sums {

    public OneCallAtATime() {
      super(1);
    }
  }

  /** Nothing is known of the calls, and items weigh what they are: some are passed over. */
  public static class OneFittedCallAtATime extends Sums {

    public OneFittedCallAtATime() {
      super(new LatencyFit());
    }
  }

  /** An item above 5 would take longer than anybody waits. */
  public static class SomeHopeless extends Sums {

    public SomeHopeless() {
      super(known());
    }

    private static LatencyFit known() {
      LatencyFit fit = new LatencyFit();
      for (int call = 0; call < LatencyFit.STEP; call++) {
        int weight = 1 + call;
        fit.ran(weight, Duration.ofMinutes(11).toNanos() * weight, 0);
      }
      return fit;
    }
  }

  /** The memory of the call is not meant for two at a time. */
  public static class TwoCallsAtATime extends Sums {

    public TwoCallsAtATime() {
      super(2);
    }
  }

  /** Answers each item with the sum of all so far. */
  public static class Sums {

    private final Deadline deadline = Deadline.in(Duration.ofHours(1), new FakeTicker());
    private final MicroBatcher<Integer, Integer> batcher;
    private int sum;

    Sums(LatencyFit expected) {
      batcher =
          new MicroBatcher<>(
              this::add,
              item -> item,
              new Limits(1, 9, 100),
              new Fitting(2, expected, new FakeTicker()));
    }

    Sums(int concurrentCalls) {
      batcher = new MicroBatcher<>(this::add, _ -> 1, new Limits(concurrentCalls, 2, 100));
    }

    private CompletionStage<List<Integer>> add(List<Integer> items) {
      List<Integer> sums = new ArrayList<>();
      for (int item : items) {
        sum += item;
        sums.add(sum);
      }
      return CompletableFuture.completedFuture(sums);
    }

    @Operation
    public int submit(@Param(gen = IntGen.class, conf = "1:9") int item) {
      return batcher.submit(item, deadline) instanceof Result.Answered<Integer>(Integer answer)
          ? answer
          : -1;
    }
  }
}
