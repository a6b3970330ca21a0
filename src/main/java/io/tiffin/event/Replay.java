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
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs events through the two pure steps: what the rows of every event view hold after each event,
 * exactly as a service that received the same events would have them. No clock, not thread-safe.
 *
 * <p>All of it is in memory, or, for a replay that goes on from a {@link KeptState}, what changed
 * since it was last handed over by {@link #drain} and as much of the rest as {@link #keepInMemory}
 * leaves.
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
  public static final long JOURNEY_HORIZON_MICROS = 48 * 3_600_000_000L;

  private final JourneySteps steps;
  private final Zones zones;
  private final Consumer<FinishedOrder> finished;
  private final @Nullable KeptState kept;
  private final Map<String, KnownRestaurant> restaurants = new LinkedHashMap<>();
  private final Map<String, Event.RestaurantProfile> learned = new LinkedHashMap<>();
  private final Journeys<OrderJourney> orders;
  private final Journeys<SignalJourney> couriers;
  private final Journeys<SignalJourney> restaurantSignals;
  private final Map<RowKey, LiveRow> rows;
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
   * A replay in memory that has seen nothing.
   *
   * @param catalogue whose event views are kept
   * @param finished told of every delivered order; told again, with more legs, if events of the
   *     order are received after its delivery
   * @throws IllegalArgumentException if an aggregate can never be counted
   */
  public Replay(Catalogue catalogue, Zones zones, Consumer<FinishedOrder> finished) {
    this(catalogue, zones, finished, null);
  }

  private Replay(
      Catalogue catalogue,
      Zones zones,
      Consumer<FinishedOrder> finished,
      @Nullable KeptState kept) {
    this.zones = zones;
    this.finished = finished;
    this.kept = kept;
    steps = new JourneySteps(catalogue, this::restaurant, zones);
    orders = new Journeys<>(OrderJourney::begin, kept == null ? null : kept::order);
    couriers = new Journeys<>(SignalJourney::begin, kept == null ? null : kept::courier);
    restaurantSignals =
        new Journeys<>(SignalJourney::begin, kept == null ? null : kept::restaurantSignals);
    rows = kept == null ? new HashMap<>() : new LinkedHashMap<>(16, 0.75f, true);
  }

  /**
   * A replay that goes on from where another one was drained.
   *
   * @param catalogue may have gained and lost aggregates since
   * @param kept all that was handed over
   * @param progress the last that was handed over; {@link ReplayProgress#NONE} for none
   * @throws IllegalArgumentException if an aggregate can never be counted
   */
  public static Replay from(
      Catalogue catalogue, Zones zones, KeptState kept, ReplayProgress progress) {
    Replay replay = new Replay(catalogue, zones, ignored -> {}, kept);
    replay.nowMicros = progress.nowMicros();
    progress.feeds().forEach(feed -> replay.feeds.put(feed.cityId(), feed));
    ReplayCounts counts = progress.counts();
    replay.accepted = counts.accepted();
    replay.duplicates = counts.duplicates();
    replay.late = counts.late();
    replay.lateContributions = counts.lateContributions();
    replay.clamped = counts.clamped();
    replay.implausible = counts.implausible();
    return replay;
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
    orders.dropOver(nowMicros);
    couriers.dropOver(nowMicros);
    restaurantSignals.dropOver(nowMicros);
  }

  private Verdict step(Event event, long micros) {
    return switch (event) {
      case Event.OrderEvent it -> {
        OrderJourney before = orders.get(it.orderId(), nowMicros);
        Step<OrderJourney> step = steps.apply(before, it, micros);
        orders.put(it.orderId(), step.journey(), nowMicros);
        Verdict verdict = take(step);
        if (verdict == Verdict.RECORDED) {
          FinishedOrder.of(step.journey()).ifPresent(finished);
        }
        yield verdict;
      }
      case Event.CourierEvent it -> {
        SignalJourney before = couriers.renew(it.courierId(), nowMicros);
        Step<SignalJourney> step = steps.apply(before, it, micros);
        couriers.put(it.courierId(), step.journey(), nowMicros);
        yield take(step);
      }
      case Event.RestaurantEvent it -> {
        learn(it);
        SignalJourney before = restaurantSignals.renew(it.restaurantId(), nowMicros);
        Step<SignalJourney> step = steps.apply(before, it, micros);
        restaurantSignals.put(it.restaurantId(), step.journey(), nowMicros);
        yield take(step);
      }
    };
  }

  private void learn(Event.RestaurantEvent event) {
    if (event instanceof Event.RestaurantProfile profile) {
      KnownRestaurant told = KnownRestaurant.of(profile, zones);
      KnownRestaurant known = known(profile.restaurantId());
      if (known == null || !known.isNewerThan(told)) {
        restaurants.put(profile.restaurantId(), told);
        if (kept != null) {
          learned.put(profile.restaurantId(), profile);
        }
      }
    }
  }

  private @Nullable KnownRestaurant known(String restaurantId) {
    KnownRestaurant known = restaurants.get(restaurantId);
    if (known == null && kept != null) {
      known = kept.restaurant(restaurantId);
      if (known != null) {
        restaurants.put(restaurantId, known);
      }
    }
    return known;
  }

  private Verdict take(Step<?> step) {
    implausible += step.implausible();
    events++;
    for (Contribution contribution : step.contributions()) {
      LiveRow row = liveRow(contribution.key());
      if (row.apply(contribution, nowMicros, events) == Applied.LATE) {
        lateContributions++;
      }
      if (row.markChanged()) {
        changed.add(row);
      }
    }
    return step.verdict();
  }

  private LiveRow liveRow(RowKey key) {
    LiveRow row = rows.get(key);
    if (row == null) {
      row = load(key);
      if (row == null) {
        row = LiveRow.empty(key, schema(key.view()));
      }
      rows.put(key, row);
    }
    return row;
  }

  private @Nullable LiveRow load(RowKey key) {
    Row row = kept == null ? null : kept.row(key);
    return row == null ? null : LiveRow.of(row, schema(key.view()));
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
    LiveRow row = rows.get(key);
    return Optional.ofNullable(row == null ? load(key) : row).map(it -> it.row(nowMicros));
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
    return Optional.ofNullable(known(restaurantId));
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

  /**
   * Hands over all that changed since this was last called, of a replay that goes on {@link #from}
   * something.
   */
  public void drain(ChangedState to) {
    orders.drain(to::order);
    couriers.drain(to::courier);
    restaurantSignals.drain(to::restaurantSignals);
    for (Event.RestaurantProfile profile : learned.values()) {
      to.restaurant(profile, KnownRestaurant.of(profile, zones));
    }
    learned.clear();
    for (LiveRow row : changed) {
      row.published();
      to.row(row.rowAsChanged());
    }
    changed.clear();
    to.progress(new ReplayProgress(nowMicros, List.copyOf(feeds.values()), counts()));
  }

  /**
   * Lets leave memory what was not used lately. All that changed must have been drained, and must
   * be found in the {@link KeptState} from now on.
   *
   * @param most journeys of orders, of couriers, of restaurants, profiles and rows that stay, each
   */
  public void keepInMemory(int most) {
    orders.keepInMemory(most);
    couriers.keepInMemory(most);
    restaurantSignals.keepInMemory(most);
    dropFirst(restaurants, most);
    dropFirst(rows, most);
  }

  private static void dropFirst(Map<?, ?> map, int most) {
    Iterator<?> first = map.keySet().iterator();
    for (int excess = map.size() - most; excess > 0; excess--) {
      first.next();
      first.remove();
    }
  }

  /** How far each city's events have come. */
  public Collection<Feed> feeds() {
    return Collections.unmodifiableCollection(feeds.values());
  }

  public ReplayCounts counts() {
    return new ReplayCounts(accepted, duplicates, late, lateContributions, clamped, implausible);
  }
}
