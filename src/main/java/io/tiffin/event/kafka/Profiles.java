package io.tiffin.event.kafka;

import io.tiffin.event.Event.RestaurantProfile;
import io.tiffin.event.JourneyCodec;
import io.tiffin.event.KnownRestaurant;
import io.tiffin.event.RestaurantDirectory;
import io.tiffin.geo.Zones;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of restaurants: those whose events this task counts, as of now, and everybody's, as
 * of a moment ago.
 */
final class Profiles implements RestaurantDirectory {

  private final KeyValueStore<byte[], byte[]> own;
  private final ReadOnlyKeyValueStore<byte[], ValueAndTimestamp<byte[]>> all;
  private final Zones zones;

  Profiles(
      KeyValueStore<byte[], byte[]> own,
      ReadOnlyKeyValueStore<byte[], ValueAndTimestamp<byte[]>> all,
      Zones zones) {
    this.own = own;
    this.all = all;
    this.zones = zones;
  }

  /**
   * Takes a profile.
   *
   * @return what to tell all others; null if a newer one is known
   */
  byte @Nullable [] learn(RestaurantProfile profile) {
    KnownRestaurant told = KnownRestaurant.of(profile, zones);
    byte[] key = RowKeys.text(profile.restaurantId());
    Optional<KnownRestaurant> known = read(own.get(key));
    if (known.isPresent() && known.get().isNewerThan(told)) {
      return null;
    }
    byte[] value = JourneyCodec.write(told);
    own.put(key, value);
    return value;
  }

  @Override
  public Optional<KnownRestaurant> find(String restaurantId) {
    byte[] key = RowKeys.text(restaurantId);
    byte @Nullable [] mine = own.get(key);
    if (mine != null) {
      return read(mine);
    }
    ValueAndTimestamp<byte[]> others = all.get(key);
    return others == null ? Optional.empty() : read(others.value());
  }

  private static Optional<KnownRestaurant> read(byte @Nullable [] bytes) {
    return bytes == null ? Optional.empty() : JourneyCodec.readRestaurant(bytes);
  }
}
