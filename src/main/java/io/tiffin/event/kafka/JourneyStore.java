package io.tiffin.event.kafka;

import io.tiffin.event.Event;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.KeptJourney;
import io.tiffin.event.OrderJourney;
import io.tiffin.event.Replay;
import io.tiffin.event.SignalJourney;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A task's journeys, by kind of subject and id. A journey that is over is as good as none; a
 * bounded stretch of the store at a time is swept free of them.
 */
final class JourneyStore {

  /** Journeys looked at per sweep. Chosen: a few milliseconds' work. */
  private static final int SWEEP = 1_000;

  /**
   * How much longer than it is kept a journey stays, for events that come with an older receipt
   * than others of their partition. Chosen.
   */
  private static final long GRACE_MICROS = 3_600_000_000L;

  private static final int HEADER_BYTES = 3 * Long.BYTES;
  private static final byte[] FIRST = {};

  private final KeyValueStore<byte[], byte[]> store;
  private byte[] sweptUntil = FIRST;

  JourneyStore(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  /**
   * A journey and the revision of its row.
   *
   * @param revision 0 if it has none yet
   */
  record Kept<J>(KeptJourney<J> journey, long revision) {}

  /** The order's journey; one that begins now if there is none. */
  Kept<OrderJourney> order(Event.OrderEvent event, long nowMicros) {
    return find(
        key('o', event.orderId()),
        nowMicros,
        JourneyCodec::readOrder,
        () -> OrderJourney.begin(event.orderId()));
  }

  void put(Kept<OrderJourney> kept) {
    OrderJourney journey = kept.journey().journey();
    store.put(key('o', journey.orderId()), write(kept, JourneyCodec.write(journey)));
  }

  Kept<SignalJourney> courier(String courierId, long nowMicros) {
    return signals(key('c', courierId), courierId, nowMicros);
  }

  Kept<SignalJourney> restaurant(String restaurantId, long nowMicros) {
    return signals(key('r', restaurantId), restaurantId, nowMicros);
  }

  private Kept<SignalJourney> signals(byte[] key, String id, long nowMicros) {
    return find(key, nowMicros, JourneyCodec::readSignals, () -> SignalJourney.begin(id));
  }

  void putCourier(Kept<SignalJourney> kept) {
    putSignals('c', kept);
  }

  void putRestaurant(Kept<SignalJourney> kept) {
    putSignals('r', kept);
  }

  private void putSignals(char kind, Kept<SignalJourney> kept) {
    SignalJourney journey = kept.journey().journey();
    store.put(key(kind, journey.subjectId()), write(kept, JourneyCodec.write(journey)));
  }

  /** Begins the journey of a subject. */
  @FunctionalInterface
  private interface Beginning<J> {
    J begin();
  }

  private <J> Kept<J> find(
      byte[] key, long nowMicros, Function<byte[], Optional<J>> codec, Beginning<J> beginning) {
    byte @Nullable [] value = store.get(key);
    if (value != null && sinceMicros(value) >= nowMicros - Replay.JOURNEY_HORIZON_MICROS) {
      Optional<J> journey = codec.apply(Arrays.copyOfRange(value, HEADER_BYTES, value.length));
      if (journey.isPresent()) {
        ByteBuffer header = ByteBuffer.wrap(value);
        return new Kept<>(
            new KeptJourney<>(journey.get(), header.getLong(), header.getLong()), header.getLong());
      }
    }
    return new Kept<>(new KeptJourney<>(beginning.begin(), nowMicros, nowMicros), 0);
  }

  private static byte[] write(Kept<?> kept, byte[] journey) {
    return ByteBuffer.allocate(HEADER_BYTES + journey.length)
        .putLong(kept.journey().sinceMicros())
        .putLong(kept.journey().changedMicros())
        .putLong(kept.revision())
        .put(journey)
        .array();
  }

  private static long sinceMicros(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /** Looks at the next stretch of the store, and forgets the journeys in it that are over. */
  void sweep(long nowMicros) {
    long horizon = nowMicros - Replay.JOURNEY_HORIZON_MICROS - GRACE_MICROS;
    byte[] last = FIRST;
    try (KeyValueIterator<byte[], byte[]> all = store.range(sweptUntil, null)) {
      for (int i = 0; i < SWEEP && all.hasNext(); i++) {
        KeyValue<byte[], byte[]> one = all.next();
        if (sinceMicros(one.value) < horizon) {
          store.delete(one.key);
        }
        last = one.key;
      }
      sweptUntil = all.hasNext() ? last : FIRST;
    }
  }

  private static byte[] key(char kind, String id) {
    return RowKeys.text(kind + "/" + id);
  }
}
