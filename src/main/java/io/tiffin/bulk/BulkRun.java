package io.tiffin.bulk;

import io.tiffin.batching.Ticker;
import io.tiffin.bulk.AnsweredBatch.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the lines of one file through batches, some of them under way at once: the file is read no
 * further than they go, and written in its order. For one thread.
 */
final class BulkRun {

  private static final Logger LOG = LoggerFactory.getLogger(BulkRun.class);

  /** Refused lines that the log names; the answers have all. Chosen. */
  private static final int MOST_TOLD = 20;

  private final Path orders;
  private final BatchAnswers answers;
  private final BulkProperties settings;
  private final BooleanSupplier stopped;
  private final Ticker ticker;
  private final Tally tally = new Tally();
  private final Deque<Future<AnsweredBatch>> underWay = new ArrayDeque<>();
  private final long begun;
  private long told;
  private long refusalsTold;

  /**
   * @param orders the file's name, for the log
   * @param stopped whether to begin no further batch
   */
  BulkRun(
      Path orders,
      BatchAnswers answers,
      BulkProperties settings,
      BooleanSupplier stopped,
      Ticker ticker) {
    this.orders = orders;
    this.answers = answers;
    this.settings = settings;
    this.stopped = stopped;
    this.ticker = ticker;
    begun = ticker.nanos();
    told = begun;
  }

  /**
   * Answers every line.
   *
   * @return whether it got to the end; if it was stopped, what is written is not all
   */
  boolean run(OrderLines lines, EstimatesFile estimates)
      throws UnusableFileException, InterruptedException {
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      long first = 0;
      List<OrderLine> batch = next(lines);
      while (!batch.isEmpty() && !stopped.getAsBoolean()) {
        if (underWay.size() == settings.batches()) {
          write(underWay.remove(), estimates);
        }
        List<OrderLine> begins = batch;
        long place = first;
        underWay.add(workers.submit(() -> answers.answer(begins, place)));
        first += batch.size();
        batch = next(lines);
      }
      while (!underWay.isEmpty()) {
        write(underWay.remove(), estimates);
      }
      return batch.isEmpty();
    } finally {
      workers.shutdownNow();
    }
  }

  private List<OrderLine> next(OrderLines lines) throws UnusableFileException {
    List<OrderLine> batch = new ArrayList<>(settings.batchOrders());
    try {
      for (OrderLine line = lines.next(); line != null; line = lines.next()) {
        batch.add(line);
        if (batch.size() == settings.batchOrders()) {
          break;
        }
      }
      return batch;
    } catch (IOException e) {
      throw UnusableFileException.unread(orders, e);
    }
  }

  private void write(Future<AnsweredBatch> batch, EstimatesFile estimates)
      throws UnusableFileException, InterruptedException {
    AnsweredBatch answered = answered(batch);
    estimates.write(answered.lines());
    tally.add(answered.tally());
    answered.refusals().forEach(this::tell);
    if (ticker.nanos() - told >= settings.progress().toNanos()) {
      told = ticker.nanos();
      LOG.info("{}: {} so far, {}", orders, tally.sentence(), pace());
    }
  }

  private static AnsweredBatch answered(Future<AnsweredBatch> batch) throws InterruptedException {
    try {
      return batch.get();
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a batch of orders could not be answered", broken.getCause());
    }
  }

  private void tell(Refusal refusal) {
    if (refusalsTold < MOST_TOLD) {
      LOG.warn("{}, line {}: {}", orders, refusal.line(), refusal.reason());
    } else if (refusalsTold == MOST_TOLD) {
      LOG.warn("{}: further lines that are refused are told in the answers alone", orders);
    }
    refusalsTold++;
  }

  Tally tally() {
    return tally;
  }

  /** How long it has taken so far, and how fast that was. */
  String pace() {
    Duration taken = Duration.ofNanos(Math.max(1, ticker.nanos() - begun));
    double seconds = taken.toNanos() / 1e9;
    return String.format(
        Locale.ROOT, "%.1f s, %,.0f orders a second", seconds, tally.orders() / seconds);
  }
}
