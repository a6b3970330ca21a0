package io.tiffin.registry;

/**
 * A version with the digest of its manifest: whoever has other files under that number has another
 * model, and does not serve it.
 */
record Pinned(long version, String digest) {}
