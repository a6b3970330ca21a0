package io.tiffin.trace;

import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * Where the steps of a request are told. A step is told only below another one: a request that is
 * not traced, and work of no request, is given {@link Span#NONE}. Thread-safe.
 */
public interface Traces {

  /** Tells nothing. */
  Traces OFF = new UntoldTraces();

  /** Whether anything is ever told; settled at start. */
  boolean isOn();

  /** The step that this thread is in; {@link Span#NONE} if that is not told. */
  Span current();

  /**
   * Begins a step of the one that this thread is in, and puts this thread into it until it is
   * closed, <b>which must be done by the same thread</b>.
   */
  Span begin(String name, Reach reach);

  /**
   * Begins a step that several callers wait for, each in a step of its own: it belongs to the first
   * that is told, and is linked with the others. Puts this thread into it until it is closed.
   *
   * @param callers as {@link #current} told each of them
   */
  Span beginFor(List<Span> callers, String name, Reach reach);

  /**
   * An executor whose tasks are in the step in which they were handed over; the same one if nothing
   * is ever told.
   */
  ExecutorService following(ExecutorService executor);

  /** Where a step is made. */
  enum Reach {
    /** In this process. */
    PROCESS,
    /** By another process, over the network. */
    NETWORK
  }
}
