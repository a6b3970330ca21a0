package io.tiffin.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.bulk.OrderLine.Reading;
import io.tiffin.estimate.AnsweredBy;
import io.tiffin.estimate.Estimate;
import io.tiffin.estimate.EstimateFixture;
import io.tiffin.estimate.PartialOrder;
import io.tiffin.store.InMemoryFeatureStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Orders of one word a line, the restaurant's; {@code bad} is none. An answer is that word and who
 * made it. Counts the lines that were read.
 */
final class PlainOrders implements OrderFiles {

  static final String BAD = "bad";
  static final String HEADER = "restaurant";

  private static final Estimate TEMPLATE = template();

  final AtomicLong linesRead = new AtomicLong();
  Runnable whenRead = () -> {};

  @Override
  public OrderLines read(InputStream orders, OrderFileKind kind, int longestLine)
      throws IOException, UnreadableOrdersException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(orders, UTF_8));
    if (kind == OrderFileKind.CSV && !HEADER.equals(reader.readLine())) {
      throw new UnreadableOrdersException("line 1: expected " + HEADER);
    }
    return () -> {
      String word = reader.readLine();
      if (word == null) {
        return null;
      }
      Word line = new Word(linesRead.incrementAndGet(), word);
      whenRead.run();
      return line;
    };
  }

  @Override
  public byte[] write(Estimate estimate, boolean explain) {
    String text = estimate.order().restaurantId() + " by " + estimate.answeredBy().name();
    return (explain ? text + " explained" : text).getBytes(UTF_8);
  }

  /** What {@link #write} makes of an order that the model answers. */
  static String answer(String word) {
    return word + " by eta";
  }

  private record Word(long number, String word) implements OrderLine {

    @Override
    public Reading read(Instant receivedAt) {
      return word.equals(BAD)
          ? new Reading.Refused("word: is " + BAD, index -> ("refused " + index).getBytes(UTF_8))
          : new Reading.Order(EstimateFixture.order(word));
    }
  }

  /** An estimator that answers each order by the model. */
  static List<Estimate> wellAnswered(
      List<PartialOrder> orders, Instant receivedAt, @Nullable Deadline deadline) {
    AnsweredBy model = new AnsweredBy("eta", "3", AnsweredBy.Role.STABLE);
    return orders.stream().map(order -> estimate(order, model, false)).toList();
  }

  /** One that answers each by the baseline. */
  static List<Estimate> degraded(
      List<PartialOrder> orders, Instant receivedAt, @Nullable Deadline deadline) {
    AnsweredBy baseline = new AnsweredBy("physical", "1", AnsweredBy.Role.FALLBACK);
    return orders.stream().map(order -> estimate(order, baseline, true)).toList();
  }

  private static Estimate estimate(PartialOrder order, AnsweredBy by, boolean degraded) {
    return new Estimate(
        "e-" + order.restaurantId(),
        order,
        TEMPLATE.receivedAt(),
        TEMPLATE.minutes(),
        TEMPLATE.legs(),
        by,
        degraded,
        TEMPLATE.features(),
        TEMPLATE.asked());
  }

  private static Estimate template() {
    InMemoryFeatureStore empty = new InMemoryFeatureStore();
    FakeTicker ticker = new FakeTicker();
    return EstimateFixture.over(empty::find, ticker)
        .estimate(
            List.of(EstimateFixture.order("r-1")),
            EstimateFixture.NOW,
            Deadline.in(Duration.ofSeconds(5), ticker))
        .getFirst();
  }
}
