package io.tiffin.store.caffeine;

/**
 * A span of time in which every change was told, or none was. What began to be read in one epoch is
 * worth nothing in another. Told apart by identity.
 */
final class Epoch {

  private final Trust trust;

  Epoch(Trust trust) {
    this.trust = trust;
  }

  Trust trust() {
    return trust;
  }
}
