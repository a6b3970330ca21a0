package io.tiffin.registry;

/** Where the request comes from that this thread answers: who changes models is logged. */
@FunctionalInterface
public interface CallerAddress {

  /** An address for people to read; says so if there is none. */
  String get();
}
