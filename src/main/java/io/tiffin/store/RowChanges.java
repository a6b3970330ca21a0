package io.tiffin.store;

import io.tiffin.feature.RowKey;

/**
 * Tells of rows that other processes wrote, so that what this process remembers can be dropped.
 * Implemented by technologies that can; thread-safe.
 */
public interface RowChanges {

  /**
   * Registers a listener, for as long as the process lives. It is told at once whether changes are
   * being told.
   */
  void listen(Listener listener);

  /** Called on the technology's own thread: <b>must not block</b>. */
  interface Listener {

    /** The row was written or deleted, by another process or, possibly, by this one. */
    void changed(RowKey key);

    /** Any row may have been written. */
    void changedAny();

    /**
     * Whether changes are being told from now on. After a loss, what was read before and during it
     * must be taken for outdated: {@link #changedAny} is told too, both times.
     */
    void told(boolean connected);
  }
}
