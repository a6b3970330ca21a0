package io.tiffin.web;

import io.tiffin.event.Event;
import io.tiffin.event.EventIntake;
import io.tiffin.event.EventIntake.Receipt;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.trace.Span;
import io.tiffin.trace.Traces;
import io.tiffin.trace.Traces.Reach;
import io.tiffin.web.EventReceiptJson.RejectedJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one body: events in, chunks to the intake, counts out. For one thread. */
final class EventLoad {

  private static final Logger LOG = LoggerFactory.getLogger(EventLoad.class);

  private static final int MOST_REJECTED = 100;

  private final EventIntake intake;
  private final int chunkSize;
  private final Traces traces;
  private final List<Event> chunk = new ArrayList<>();
  private final List<RejectedJson> rejected = new ArrayList<>();
  private long index;
  private long rejectedCount;
  private long accepted;
  private @Nullable Long duplicates;
  private @Nullable Long late;

  /**
   * @param chunkSize so many events are handed over at once
   */
  EventLoad(EventIntake intake, int chunkSize, Traces traces) {
    this.intake = intake;
    this.chunkSize = chunkSize;
    this.traces = traces;
  }

  /**
   * Takes the next event, and hands a chunk over once it is full.
   *
   * @throws ProblemException if the intake did not take it
   */
  void add(ReadEvent read) {
    switch (read) {
      case ReadEvent.Valid(Event event) -> chunk.add(event);
      case ReadEvent.Refused refused -> reject(refused.text());
    }
    index++;
    if (chunk.size() == chunkSize) {
      flush();
    }
  }

  /** Takes what is no event and can't be read as one. */
  void addUnreadable(String reason) {
    reject(reason);
    index++;
  }

  /** How many events were taken, the rejected among them. */
  long taken() {
    return index;
  }

  /**
   * Hands over what is left, and tells what became of all.
   *
   * @throws ProblemException if the intake did not take it
   */
  EventReceiptJson finish() {
    flush();
    return new EventReceiptJson(accepted, duplicates, late, rejectedCount, rejected);
  }

  /** The same problem, with what became of the events before it. */
  ProblemException after(ProblemException problem) {
    long durable = durable();
    return durable == 0
        ? problem
        : new ProblemException(
            problem.type(),
            problem.getMessage()
                + "; "
                + durable
                + " events of the body had been accepted before, and sending them again is"
                + " harmless",
            problem.violations());
  }

  private long durable() {
    return accepted + (duplicates == null ? 0 : duplicates) + (late == null ? 0 : late);
  }

  private void flush() {
    if (chunk.isEmpty()) {
      return;
    }
    switch (accepted(List.copyOf(chunk))) {
      case Receipt.Counted counted -> {
        accepted += counted.accepted();
        duplicates = (duplicates == null ? 0 : duplicates) + counted.duplicates();
        late = (late == null ? 0 : late) + counted.late();
      }
      case Receipt.Logged logged -> accepted += logged.events();
      case Receipt.Refused(String reason) ->
          throw new ProblemException(ProblemType.EVENTS_REFUSED, reason);
      case Receipt.Unavailable unavailable -> {
        LOG.warn(
            "{} events were not accepted: {}",
            chunk.size(),
            unavailable.reason(),
            unavailable.cause());
        throw new ProblemException(
            ProblemType.EVENTS_UNAVAILABLE,
            "it is not known whether the events are durable; sending them again is harmless");
      }
    }
    chunk.clear();
  }

  private Receipt accepted(List<Event> events) {
    try (Span span = traces.begin("accept events", Reach.PROCESS)) {
      Receipt receipt = intake.accept(events);
      span.tag("tiffin.events", events.size());
      switch (receipt) {
        case Receipt.Counted counted ->
            span.tag("tiffin.events.accepted", counted.accepted())
                .tag("tiffin.events.duplicates", counted.duplicates())
                .tag("tiffin.events.late", counted.late());
        case Receipt.Logged logged -> span.tag("tiffin.events.accepted", logged.events());
        case Receipt.Refused _ -> span.failed("refused");
        case Receipt.Unavailable _ -> span.failed("unavailable");
      }
      return receipt;
    }
  }

  private void reject(String reason) {
    if (rejectedCount++ < MOST_REJECTED) {
      rejected.add(new RejectedJson(index, reason));
    }
  }
}
