package io.tiffin.store.caffeine;

/** What is held under a key. Told apart by identity. */
sealed interface Entry permits Loaded, Loading {

  /** The epoch in which it began to be read. */
  Epoch epoch();
}
