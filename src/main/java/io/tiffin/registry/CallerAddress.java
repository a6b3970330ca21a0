package io.tiffin.registry;

/** Where the request comes from that this thread answers: who changes models is logged. */
@FunctionalInterface
public interface CallerAddress {

  /** For people to read: an address, and the caller's name where one is known. */
  String get();
}
