package io.tiffin.event;

import io.tiffin.feature.EntityType;
import io.tiffin.geo.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Journeys and what is known of restaurants as bytes, for runtimes that keep them and for the rows
 * of {@link EventRows#JOURNEY_VIEW}. What is equal is written as equal bytes. Pure functions.
 *
 * <p>The first byte says what it is, the second the version. Then big-endian numbers, texts with
 * their length in front, and, of stages, entities and types, codes that are given once and never
 * reused.
 */
public final class JourneyCodec {

  private static final int ORDER = 3;
  private static final int SIGNALS = 4;
  private static final int RESTAURANT = 5;
  private static final int VERSION = 1;

  private JourneyCodec() {}

  /** The journey of an order. */
  public static byte[] write(OrderJourney journey) {
    return packed(ORDER, out -> writeOrder(journey, out));
  }

  /** The journey in these bytes; empty if they hold none that can be read. */
  public static Optional<OrderJourney> readOrder(byte[] bytes) {
    return unpacked(ORDER, bytes, JourneyCodec::readOrder);
  }

  /** The journey of a courier or restaurant. */
  public static byte[] write(SignalJourney journey) {
    return packed(SIGNALS, out -> writeSignals(journey, out));
  }

  /** The journey in these bytes; empty if they hold none that can be read. */
  public static Optional<SignalJourney> readSignals(byte[] bytes) {
    return unpacked(SIGNALS, bytes, JourneyCodec::readSignals);
  }

  /** A restaurant's profile. */
  public static byte[] write(KnownRestaurant restaurant) {
    return packed(RESTAURANT, out -> writeRestaurant(restaurant, out));
  }

  /** The profile in these bytes; empty if they hold none that can be read. */
  public static Optional<KnownRestaurant> readRestaurant(byte[] bytes) {
    return unpacked(RESTAURANT, bytes, JourneyCodec::readRestaurant);
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  private interface Parsing<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] packed(int kind, Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(kind);
      out.writeByte(VERSION);
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail; a text of 64 KiB would
    }
    return bytes.toByteArray();
  }

  private static <T> Optional<T> unpacked(int kind, byte[] bytes, Parsing<T> parsing) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (in.readUnsignedByte() != kind || in.readUnsignedByte() != VERSION) {
        return Optional.empty();
      }
      T read = parsing.from(in);
      return in.read() < 0 ? Optional.of(read) : Optional.empty();
    } catch (IOException | DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static void writeOrder(OrderJourney journey, DataOutputStream out) throws IOException {
    out.writeUTF(journey.orderId());
    PlacedOrder placed = journey.placedOrNull();
    out.writeBoolean(placed != null);
    if (placed != null) {
      writePlaced(placed, out);
    }
    List<EventType> reached = OrderJourney.STAGES.stream().filter(journey::has).toList();
    out.writeByte(reached.size());
    for (EventType stage : reached) {
      out.writeByte(stage.code());
      out.writeLong(journey.stageMicros(stage));
    }
    out.writeByte(journey.legs().size());
    for (CourierLeg leg : journey.legs()) {
      out.writeUTF(leg.courierId());
      out.writeLong(leg.assignedMicros());
      out.writeLong(leg.unassignedMicros());
      out.writeLong(leg.arrivedPickupMicros());
      out.writeLong(leg.arrivedDropoffMicros());
    }
  }

  private static OrderJourney readOrder(DataInputStream in) throws IOException {
    String orderId = in.readUTF();
    PlacedOrder placed = in.readBoolean() ? readPlaced(in) : null;
    OrderJourney journey = OrderJourney.begin(orderId);
    int reached = in.readUnsignedByte();
    for (int i = 0; i < reached; i++) {
      EventType stage = EventType.ofCode(in.readUnsignedByte());
      if (!OrderJourney.STAGES.contains(stage)) {
        throw new IOException(stage + " is no stage of an order");
      }
      journey = journey.withStage(stage, in.readLong());
    }
    int couriers = in.readUnsignedByte();
    List<CourierLeg> legs = new ArrayList<>(couriers);
    for (int i = 0; i < couriers; i++) {
      legs.add(
          new CourierLeg(in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }
    return journey.with(placed, legs);
  }

  private static void writePlaced(PlacedOrder placed, DataOutputStream out) throws IOException {
    out.writeUTF(placed.restaurantId());
    writePlace(placed.dropoff(), out);
    out.writeInt(placed.itemsTotal());
    out.writeInt(placed.itemsDistinct());
    out.writeLong(placed.subtotalCents());
    Double promised = placed.promisedMinutes();
    out.writeDouble(promised == null ? Double.NaN : promised);
    out.writeDouble(placed.distanceM());
    writeEntities(placed.entities(), out);
  }

  private static PlacedOrder readPlaced(DataInputStream in) throws IOException {
    String restaurantId = in.readUTF();
    Place dropoff = readPlace(in);
    int itemsTotal = in.readInt();
    int itemsDistinct = in.readInt();
    long subtotalCents = in.readLong();
    double promised = in.readDouble();
    return new PlacedOrder(
        restaurantId,
        dropoff,
        itemsTotal,
        itemsDistinct,
        subtotalCents,
        Double.isNaN(promised) ? null : promised,
        in.readDouble(),
        readEntities(in));
  }

  private static void writeSignals(SignalJourney journey, DataOutputStream out) throws IOException {
    out.writeUTF(journey.subjectId());
    writeSignals(journey.recent(), out);
    writeSignals(journey.latest(), out);
  }

  private static void writeSignals(List<Signal> signals, DataOutputStream out) throws IOException {
    out.writeByte(signals.size());
    for (Signal signal : signals) {
      out.writeByte(signal.type().code());
      out.writeLong(signal.micros());
      writePlace(signal.place(), out);
      writeEntities(signal.entities(), out);
    }
  }

  private static SignalJourney readSignals(DataInputStream in) throws IOException {
    return SignalJourney.of(in.readUTF(), readSignalList(in), readSignalList(in));
  }

  private static List<Signal> readSignalList(DataInputStream in) throws IOException {
    int count = in.readUnsignedByte();
    List<Signal> signals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      signals.add(
          new Signal(
              EventType.ofCode(in.readUnsignedByte()),
              in.readLong(),
              readPlace(in),
              readEntities(in)));
    }
    return signals;
  }

  private static void writeRestaurant(KnownRestaurant restaurant, DataOutputStream out)
      throws IOException {
    writePlace(restaurant.place(), out);
    out.writeUTF(restaurant.timeZone().getId());
    out.writeUTF(restaurant.courierZone());
    out.writeLong(restaurant.eventMicros());
  }

  private static KnownRestaurant readRestaurant(DataInputStream in) throws IOException {
    Place place = readPlace(in);
    if (place == null) {
      throw new IOException("a restaurant without a place");
    }
    return new KnownRestaurant(place, ZoneId.of(in.readUTF()), in.readUTF(), in.readLong());
  }

  private static void writePlace(@Nullable Place place, DataOutputStream out) throws IOException {
    out.writeBoolean(place != null);
    if (place != null) {
      out.writeDouble(place.lat());
      out.writeDouble(place.lon());
    }
  }

  private static @Nullable Place readPlace(DataInputStream in) throws IOException {
    return in.readBoolean() ? new Place(in.readDouble(), in.readDouble()) : null;
  }

  private static void writeEntities(Entities entities, DataOutputStream out) throws IOException {
    List<EntityType> named = new ArrayList<>();
    for (EntityType type : EntityType.values()) {
      if (entities.key(type) != null) {
        named.add(type);
      }
    }
    out.writeByte(named.size());
    for (EntityType type : named) {
      out.writeByte(code(type));
      out.writeUTF(String.valueOf(entities.key(type)));
    }
  }

  private static Entities readEntities(DataInputStream in) throws IOException {
    Entities entities = Entities.none();
    int named = in.readUnsignedByte();
    for (int i = 0; i < named; i++) {
      entities = entities.with(entityType(in.readUnsignedByte()), in.readUTF());
    }
    return entities;
  }

  private static int code(EntityType type) {
    return switch (type) {
      case REQUEST -> 0;
      case RESTAURANT -> 1;
      case RESTAURANT_HOUR -> 2;
      case COURIER_ZONE -> 3;
      case DROPOFF_ZONE -> 4;
      case DROPOFF_AREA -> 5;
      case CITY -> 6;
    };
  }

  private static EntityType entityType(int code) throws IOException {
    for (EntityType type : EntityType.values()) {
      if (code(type) == code) {
        return type;
      }
    }
    throw new IOException("there is no entity " + code);
  }
}
