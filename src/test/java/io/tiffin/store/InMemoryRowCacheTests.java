package io.tiffin.store;

class InMemoryRowCacheTests extends RowCacheContract {

  private InMemoryRowCache opened = new InMemoryRowCache();

  @Override
  protected RowCache open() {
    opened = new InMemoryRowCache();
    return opened;
  }

  @Override
  protected void forgetAll() {
    opened.forgetAll();
  }
}
