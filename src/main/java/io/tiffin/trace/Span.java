package io.tiffin.trace;

/**
 * A step of a request. What is told of it may come from any thread, also after it is closed, and
 * then has no effect.
 */
public interface Span extends AutoCloseable {

  /** Is not told. */
  Span NONE = new UntoldSpan();

  /** Whether what is told is heard: what costs something to find out need not be told else. */
  boolean isTold();

  /** Tells a fact; returns this. */
  Span tag(String key, String value);

  /** Tells a fact; returns this. */
  Span tag(String key, long value);

  /** Tells a fact; returns this. */
  Span tag(String key, boolean value);

  /** Tells that something happened now. */
  void event(String name);

  /**
   * Tells that the step failed.
   *
   * @param type one of a few words, such as {@code timeout}, or the name of an exception's class
   */
  void failed(String type);

  /** Ends the step, and puts the thread back into the step before. */
  @Override
  void close();
}
