package io.tiffin.trace;

/** Is not told. */
final class UntoldSpan implements Span {

  @Override
  public boolean isTold() {
    return false;
  }

  @Override
  public Span tag(String key, String value) {
    return this;
  }

  @Override
  public Span tag(String key, long value) {
    return this;
  }

  @Override
  public Span tag(String key, boolean value) {
    return this;
  }

  @Override
  public void event(String name) {}

  @Override
  public void failed(String type) {}

  @Override
  public void close() {}
}
