package io.tiffin.fault;

import io.tiffin.fixture.StoreServer;

/**
 * A real server in a list of tiers, and what can be done to it.
 *
 * @param tiers the list with it, for {@code tiffin.store.tiers}
 * @param isSource whether what it forgets is lost
 */
record Backend(StoreServer server, String tiers, boolean isSource) {

  /** In front of a source that always answers. */
  static Backend cache(StoreServer server) {
    return new Backend(server, server.tier() + ",in-memory", false);
  }

  /** The source of truth, with nothing in front of it. */
  static Backend source(StoreServer server) {
    return new Backend(server, server.tier(), true);
  }
}
