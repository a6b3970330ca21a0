package io.tiffin.store.caffeine;

/** How far what was read may be relied upon, by how this process hears of writes by others. */
enum Trust {
  /** Nobody else writes. */
  SOLE_WRITER,
  /** Writes by others are being told. */
  TOLD,
  /** Writes by others are not told, now or at all. */
  UNTOLD
}
