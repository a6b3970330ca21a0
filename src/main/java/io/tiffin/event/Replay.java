package io.tiffin.event;

import io.tiffin.event.Step.Verdict;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.geo.Zones;
import io.tiffin.window.Applied;
import io.tiffin.window.Contribution;
import io.tiffin.window.WindowSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs events through the two pure steps in memory: what the rows of every event view hold after
 * each event, exactly as a service that received the same events would have them. No I/O, no clock,
 * not thread-safe.
 *
 * <p>Events go in by {@link #accept} in the order of their {@code receivedAt}; one that goes back
 * is taken as received when the newest was. Between two calls, rows can be read as of the newest
 * receipt.
 */
public final class Replay {

  /**
   * How long after its first event an order's further events are waited for, and its duplicates
   * known.
   */
  static final long JOURNEY_HORIZON_MICROS = 48 * 3_600_000_000L;

  private final JourneySteps steps;
  private final Zones zones;
  private final Consumer<FinishedOrder> finished;
  private final Map<String, KnownRestaurant> restaurants = new HashMap<>();
  private final Journeys<OrderJourney> orders = new Journeys<>(OrderJourney::begin);
  private final Journeys<SignalJourney> couriers = new Journeys<>(SignalJourney::begin);
  private final Journeys<SignalJourney> restaurantSignals = new Journeys<>(SignalJourney::begin);
  private final Map<RowKey, LiveRow> rows = new HashMap<>();
  private final Map<String, Feed> feeds = new HashMap<>();
  private final List<LiveRow> changed = new ArrayList<>();

  private long nowMicros = Long.MIN_VALUE;
  private long events;
  private long accepted;
  private long duplicates;
  private long late;
  private long lateContributions;
  private long clamped;
  private long implausible;

  /**
   * A replay that has seen nothing.
   *
   * @param catalogue whose event views are kept
   * @param finished told of every delivered order; told again, with more legs, if events of the
   *     order are received after its delivery
   * @throws IllegalArgumentException if an aggregate can never be counted
   */
  public Replay(Catalogue catalogue, Zones zones, Consumer<FinishedOrder> finished) {
    this.zones = zones;
    this.finished = finished;
    steps = new JourneySteps(catalogue, id -> Optional.ofNullable(restaurants.get(id)), zones);
  }

  /**
   * Applies one event.
   *
   * @param event a valid one; see {@link EventRules}
   * @return what became of it
   */
  public Verdict accept(Event event) {
    Stamp stamp = Stamp.of(event.envelope());
    nowMicros = Math.max(nowMicros, stamp.receivedMicros());
    if (stamp.clamped()) {
      clamped++;
    }
    dropOldJourneys();
    Verdict verdict =
        stamp.eventMicros() < nowMicros - JOURNEY_HORIZON_MICROS
            ? Verdict.LATE
            : step(event, stamp.eventMicros());
    count(verdict);
    feeds.merge(
        event.envelope().cityId(),
        Feed.begin(event.envelope().cityId(), stamp),
        (feed, ignored) -> feed.advanced(stamp));
    return verdict;
  }

  private void dropOldJourneys() {
    long horizon = nowMicros - JOURNEY_HORIZON_MICROS;
    orders.dropBegunBefore(horizon);
    couriers.dropBegunBefore(horizon);
    restaurantSignals.dropBegunBefore(horizon);
  }

  private Verdict step(Event event, long micros) {
    return switch (event) {
      case Event.OrderEvent it -> {
        OrderJourney before = orders.get(it.orderId(), nowMicros);
        Step<OrderJourney> step = steps.apply(before, it, micros);
        orders.put(it.orderId(), step.journey());
        Verdict verdict = take(step);
        if (verdict == Verdict.RECORDED) {
          FinishedOrder.of(step.journey()).ifPresent(finished);
        }
        yield verdict;
      }
      case Event.CourierEvent it -> {
        SignalJourney before = couriers.renew(it.courierId(), nowMicros);
        Step<SignalJourney> step = steps.apply(before, it, micros);
        couriers.put(it.courierId(), step.journey());
        yield take(step);
      }
      case Event.RestaurantEvent it -> {
        learn(it);
        SignalJourney before = restaurantSignals.renew(it.restaurantId(), nowMicros);
        Step<SignalJourney> step = steps.apply(before, it, micros);
        restaurantSignals.put(it.restaurantId(), step.journey());
        yield take(step);
      }
    };
  }

  private void learn(Event.RestaurantEvent event) {
    if (event instanceof Event.RestaurantProfile profile) {
      restaurants.merge(
          profile.restaurantId(),
          KnownRestaurant.of(profile, zones),
          (known, told) -> known.isNewerThan(told) ? known : told);
    }
  }

  private Verdict take(Step<?> step) {
    implausible += step.implausible();
    events++;
    for (Contribution contribution : step.contributions()) {
      LiveRow row = rows.computeIfAbsent(contribution.key(), this::newRow);
      if (row.apply(contribution, nowMicros, events) == Applied.LATE) {
        lateContributions++;
      }
      if (row.markChanged()) {
        changed.add(row);
      }
    }
    return step.verdict();
  }

  private LiveRow newRow(RowKey key) {
    return new LiveRow(key, schema(key.view()));
  }

  private void count(Verdict verdict) {
    switch (verdict) {
      case RECORDED -> accepted++;
      case DUPLICATE -> duplicates++;
      case LATE -> late++;
    }
  }

  /**
   * The row of a key as of the newest receipt: body, revision (how often it changed); empty if
   * nothing ever counted for it.
   */
  public Optional<Row> row(RowKey key) {
    return Optional.ofNullable(rows.get(key)).map(row -> row.row(nowMicros));
  }

  /**
   * The body of a key's row as of the newest receipt, for {@link
   * io.tiffin.window.WindowSchema#read}; empty if nothing ever counted for it.
   */
  public Optional<byte[]> body(RowKey key) {
    return row(key).map(Row::body);
  }

  /**
   * The schema that reads a view's bodies.
   *
   * @throws IllegalArgumentException if the catalogue has no such event view
   */
  public WindowSchema schema(String view) {
    WindowSchema schema = steps.schemas().get(view);
    if (schema == null) {
      throw new IllegalArgumentException("there is no event view " + view);
    }
    return schema;
  }

  /** The journey of an order, as far as it has been received and is not forgotten. */
  public Optional<OrderJourney> journey(String orderId) {
    return orders.find(orderId);
  }

  /** The profile of a restaurant, as far as it has been received. */
  public Optional<KnownRestaurant> restaurant(String restaurantId) {
    return Optional.ofNullable(restaurants.get(restaurantId));
  }

  /** The rows that changed since this was last called. */
  public List<RowKey> drainChanged() {
    List<RowKey> keys = new ArrayList<>(changed.size());
    for (LiveRow row : changed) {
      row.published();
      keys.add(row.key());
    }
    changed.clear();
    return keys;
  }

  /** How far each city's events have come. */
  public Collection<Feed> feeds() {
    return Collections.unmodifiableCollection(feeds.values());
  }

  public ReplayCounts counts() {
    return new ReplayCounts(accepted, duplicates, late, lateContributions, clamped, implausible);
  }
}
