package io.tiffin.store.caffeine;

import io.tiffin.feature.RowKey;
import io.tiffin.store.RowChanges;
import java.util.ArrayList;
import java.util.List;

/** A feed of changes that says what a test tells it to. */
final class ToldChanges implements RowChanges {

  private final List<Listener> listeners = new ArrayList<>();
  private boolean connected = true;

  @Override
  public void listen(Listener listener) {
    listeners.add(listener);
    listener.told(connected);
  }

  void changed(RowKey key) {
    listeners.forEach(listener -> listener.changed(key));
  }

  void changedAny() {
    listeners.forEach(Listener::changedAny);
  }

  void lost() {
    told(false);
  }

  void found() {
    told(true);
  }

  private void told(boolean now) {
    connected = now;
    listeners.forEach(listener -> {
      listener.told(now);
      listener.changedAny();
    });
  }
}
