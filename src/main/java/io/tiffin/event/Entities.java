package io.tiffin.event;

import io.tiffin.feature.EntityType;
import org.jspecify.annotations.Nullable;

/** The key of each entity that something counts for; immutable. */
public final class Entities {

  private static final int TYPES = EntityType.values().length;

  private final @Nullable String[] keys;

  private Entities(@Nullable String[] keys) {
    this.keys = keys;
  }

  static Entities none() {
    return new Entities(new @Nullable String[TYPES]);
  }

  /** These and one more; a null key leaves it out. */
  Entities with(EntityType type, @Nullable String key) {
    @Nullable String[] more = keys.clone();
    more[position(type)] = key;
    return new Entities(more);
  }

  /** The key of an entity of this type; null if nothing counts for one. */
  public @Nullable String key(EntityType type) {
    return keys[position(type)];
  }

  @SuppressWarnings("EnumOrdinal") // positions live in memory only
  private static int position(EntityType type) {
    return type.ordinal();
  }
}
