package io.tiffin.training;

import io.tiffin.batching.Deadline;
import io.tiffin.estimate.OrderProgress;
import io.tiffin.estimate.OrderStage;
import io.tiffin.estimate.Outlook;
import io.tiffin.event.Event;
import io.tiffin.event.Event.OrderEvent;
import io.tiffin.event.EventType;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.PlacedOrder;
import io.tiffin.event.Replay;
import io.tiffin.serving.FeatureAssembly;
import io.tiffin.serving.FeatureRequest;
import io.tiffin.serving.FeatureVector;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Follows a city's orders on their way: asks about each whenever it has reached another stage, and
 * at instants in between, as a customer who looks now and then.
 */
final class JourneyWatch {

  /** Mean time between two looks at an order. Chosen: six or seven looks an order. */
  private static final double MEAN_GAP_MICROS = 6 * 60e6;

  /** Longer than that the end of an order was lost on its way, and it is looked at no more. */
  private static final double MOST_SILENT_MINUTES = 180;

  private static final long MICROS_PER_SECOND = 1_000_000;

  private final Replay replay;
  private final ReplayedRows rows;
  private final FeatureAssembly assembly;
  private final ColumnReader columns;
  private final long fromMicros;
  private final SplittableRandom random;
  private final Map<String, OrderStage> followed = new HashMap<>();
  private final PriorityQueue<Look> looks =
      new PriorityQueue<>(Comparator.comparingLong(Look::atMicros).thenComparing(Look::orderId));
  private final List<JourneySnapshot> snapshots = new ArrayList<>();

  private record Look(long atMicros, String orderId) {}

  /**
   * @param rows of {@code replay}; only this asks for them, as asking publishes them
   * @param assembly over {@code rows}
   * @param from orders received from then on are followed
   */
  JourneyWatch(
      Replay replay,
      ReplayedRows rows,
      FeatureAssembly assembly,
      NetworkDesign design,
      Instant from,
      long seed) {
    this.replay = replay;
    this.rows = rows;
    this.assembly = assembly;
    columns = new ColumnReader(design, assembly);
    fromMicros = micros(from);
    random = new SplittableRandom(seed);
  }

  /** Looks at what is due before an event is received. */
  void before(Event event) {
    long now = micros(event.envelope().receivedAt());
    if (event instanceof Event.RestaurantProfile profile) {
      rows.learn(profile);
    }
    while (!looks.isEmpty() && looks.peek().atMicros() < now) {
      Look look = looks.remove();
      OrderProgress progress =
          replay
              .journey(look.orderId())
              .flatMap(journey -> look(journey, look.atMicros(), null))
              .orElse(null);
      if (progress == null || progress.sinceStage() > MOST_SILENT_MINUTES) {
        followed.remove(look.orderId());
      } else {
        lookAgain(look.orderId(), look.atMicros());
      }
    }
  }

  /** Looks at the order of an event that the replay has taken. */
  void after(Event event) {
    if (!(event instanceof OrderEvent of)) {
      return;
    }
    long now = micros(event.envelope().receivedAt());
    OrderStage known = followed.get(of.orderId());
    boolean begins = known == null && event instanceof Event.OrderPlaced && now >= fromMicros;
    if (known == null && !begins) {
      return;
    }
    OrderJourney journey = replay.journey(of.orderId()).orElse(null);
    if (journey == null || journey.isOver() || OrderStage.of(journey) == known) {
      return;
    }
    followed.put(of.orderId(), OrderStage.of(journey));
    look(journey, now, EventType.of(event));
    if (begins) {
      lookAgain(of.orderId(), now);
    }
  }

  /** Everything asked so far, in the order asked. */
  List<JourneySnapshot> snapshots() {
    return snapshots;
  }

  private void lookAgain(String orderId, long nowMicros) {
    double gap = -MEAN_GAP_MICROS * Math.log(1 - random.nextDouble());
    looks.add(new Look(nowMicros + Math.round(gap), orderId));
  }

  /** Asks about an order; empty if it is over. */
  private Optional<OrderProgress> look(
      OrderJourney journey, long atMicros, @Nullable EventType reachedWith) {
    Instant at = Instant.EPOCH.plus(atMicros, ChronoUnit.MICROS);
    Optional<OrderProgress> progress = OrderProgress.of(journey, at);
    progress.ifPresent(reached -> ask(journey, reached, at, reachedWith));
    return progress;
  }

  private void ask(
      OrderJourney journey, OrderProgress progress, Instant at, @Nullable EventType reachedWith) {
    PlacedOrder placed = journey.placed().orElseThrow();
    rows.at(at, _ -> false);
    FeatureRequest request = request(placed, placedAt(journey), at);
    FeatureVector vector =
        assembly.assemble(columns.plan(), List.of(request), new Deadline(1, () -> 0)).getFirst();
    snapshots.add(
        new JourneySnapshot(
            journey.orderId(),
            micros(at),
            reachedWith,
            progress,
            columns.read(vector),
            Outlook.of(JourneySnapshot.NO_MINUTES, JourneySnapshot.NO_LEGS, vector)));
  }

  private static FeatureRequest request(PlacedOrder placed, Instant placedAt, Instant at) {
    return new FeatureRequest(
        placed.restaurantId(),
        placed.dropoff(),
        placedAt,
        at,
        placed.itemsTotal(),
        placed.itemsDistinct(),
        placed.subtotalCents(),
        Map.of(),
        null);
  }

  private static Instant placedAt(OrderJourney journey) {
    return Instant.EPOCH.plus(journey.stageMicros(EventType.ORDER_PLACED), ChronoUnit.MICROS);
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1_000;
  }
}
