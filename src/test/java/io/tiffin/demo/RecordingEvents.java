package io.tiffin.demo;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventRebuild;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/** A runtime of events that notes what it is given, and answers as it is told. Thread-safe. */
final class RecordingEvents implements EventIntake, EventRebuild {

  /** A rebuild that was asked for. */
  record Asked(List<Event> past, Instant logFrom) {}

  private final List<Event> accepted = new ArrayList<>();
  private final List<Integer> calls = new ArrayList<>();
  private final List<Asked> rebuilds = new ArrayList<>();
  private final Queue<Receipt> receipts = new ArrayDeque<>();
  private Rebuilt rebuilt = new Rebuilt.Done(1);

  synchronized void answersNextWith(Receipt receipt) {
    receipts.add(receipt);
  }

  synchronized void rebuildsWith(Rebuilt answer) {
    rebuilt = answer;
  }

  @Override
  public synchronized Receipt accept(List<Event> events) {
    calls.add(events.size());
    Receipt receipt = receipts.poll();
    if (receipt != null) {
      return receipt;
    }
    accepted.addAll(events);
    return new Receipt.Counted(events.size(), 0, 0);
  }

  @Override
  public synchronized Rebuilt rebuild(Iterator<? extends Event> past, Instant logFrom) {
    List<Event> events = new ArrayList<>();
    past.forEachRemaining(events::add);
    rebuilds.add(new Asked(events, logFrom));
    return rebuilt;
  }

  /** Everything accepted, in order. */
  synchronized List<Event> accepted() {
    return List.copyOf(accepted);
  }

  /** How many events each call brought. */
  synchronized List<Integer> calls() {
    return List.copyOf(calls);
  }

  synchronized List<Asked> rebuilds() {
    return List.copyOf(rebuilds);
  }
}
