package io.tiffin.model;

import io.tiffin.batching.FakeTicker;
import io.tiffin.model.Inference.Answered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An engine that answers each row with what it was given, once its gate is open: the first number
 * as all four quantiles, the second category as all three legs.
 */
final class EchoRunner implements Runner {

  /** A category that no call with it survives. */
  static final int POISON = -13;

  private final FakeTicker ticker;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Integer> rows = Collections.synchronizedList(new ArrayList<>());
  volatile int miscountsAbove = Integer.MAX_VALUE;
  volatile Duration takes = Duration.ZERO;

  EchoRunner(FakeTicker ticker) {
    this.ticker = ticker;
  }

  void open() {
    gate.countDown();
  }

  /** Rows of each call, in order. */
  List<Integer> rows() {
    return List.copyOf(rows);
  }

  @Override
  public Inference run(Examples examples) throws InterruptedException {
    rows.add(examples.rows());
    gate.await();
    ticker.advance(takes);
    for (long category : examples.longs(1)) {
      if (category == POISON) {
        throw new IllegalArgumentException("indices[0] = -13 is not in [0, 64)");
      }
    }
    return examples.rows() > miscountsAbove
        ? new Answered(new float[examples.rows() + 1], new float[0])
        : new Answered(minutes(examples), legs(examples));
  }

  static float[] minutes(Examples examples) {
    float[] minutes = new float[examples.rows() * 4];
    for (int value = 0; value < minutes.length; value++) {
      minutes[value] = examples.floats(0)[value / 4 * 2];
    }
    return minutes;
  }

  static float[] legs(Examples examples) {
    float[] legs = new float[examples.rows() * 3];
    for (int value = 0; value < legs.length; value++) {
      legs[value] = examples.longs(1)[value / 3 * 2 + 1];
    }
    return legs;
  }

  @Override
  public void close() {}
}
