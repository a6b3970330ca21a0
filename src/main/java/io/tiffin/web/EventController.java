package io.tiffin.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.event.EventIntake;
import io.tiffin.event.json.ReadEvent;
import io.tiffin.trace.Traces;
import io.tiffin.web.Lines.Line;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Events: all of a body at once, or line by line as they stream in. */
@RestController
final class EventController implements EventApi {

  /** As events stream in, so many are made durable at once. Chosen, as for loads of features. */
  private static final int CHUNK = 500;

  private final @Nullable EventIntake intake;
  private final EventReader reader;
  private final StrictJson json;
  private final WebProperties limits;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Traces traces;
  private final Door door;
  private final Counter rejected;

  EventController(
      ObjectProvider<EventIntake> intake,
      StrictJson json,
      WebProperties limits,
      Doors doors,
      InstantSource clock,
      Ticker ticker,
      MeterRegistry meters,
      Traces traces) {
    this.intake = intake.getIfAvailable();
    this.reader = new EventReader(json, limits.maxEvents());
    this.json = json;
    this.limits = limits;
    this.clock = clock;
    this.ticker = ticker;
    this.traces = traces;
    this.door = doors.events();
    this.rejected =
        Counter.builder("tiffin.web.events.rejected")
            .description("Events that were sent and are none")
            .register(meters);
  }

  /** Reads the whole body before anything is handed over: what is no JSON is refused as a whole. */
  @Override
  public ResponseEntity<byte[]> accept(HttpServletRequest request) throws IOException {
    EventLoad load = new EventLoad(intake(), limits.maxEvents(), traces);
    door.enter(deadline());
    try {
      byte[] body =
          RequestBody.read(
              request, limits.maxBatchBody(), Deadline.in(limits.maxBodyTime(), ticker));
      for (ReadEvent read : reader.all(body, now())) {
        load.add(read);
      }
      return answered(load.finish());
    } finally {
      door.leave();
    }
  }

  @Override
  public ResponseEntity<byte[]> acceptLines(HttpServletRequest request) throws IOException {
    EventLoad load = new EventLoad(intake(), CHUNK, traces);
    door.enter(deadline());
    try {
      BoundedBody body =
          BoundedBody.of(request, limits.maxBatchBody(), limits.maxBodyTime(), ticker);
      readInto(load, new Lines(body, (int) limits.maxLine().toBytes()));
      return answered(load.finish());
    } catch (ProblemException problem) {
      throw load.after(problem);
    } finally {
      door.leave();
    }
  }

  private void readInto(EventLoad load, Lines lines) throws IOException {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      byte[] bytes = line.bytes();
      if (bytes != null && bytes.length == 0) {
        continue;
      }
      refuseBeyond(load.taken());
      if (bytes == null) {
        load.addUnreadable("the line is longer than " + limits.maxLine().toKilobytes() + " KiB");
      } else {
        load.add(reader.one(bytes, now()));
      }
    }
  }

  private void refuseBeyond(long taken) {
    if (taken == limits.maxEvents()) {
      Violations violations = new Violations();
      violations.add("body", "expected at most " + limits.maxEvents() + " events");
      throw violations.toProblem();
    }
  }

  private EventIntake intake() {
    if (intake == null) {
      throw new ProblemException(
          ProblemType.EVENTS_OFF,
          "tiffin.events.runtime is none: set it to embedded or kafka for events to be taken here");
    }
    return intake;
  }

  private Deadline deadline() {
    return Deadline.in(limits.writeDeadline(), ticker);
  }

  /** Microseconds are what journeys and rows keep. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private ResponseEntity<byte[]> answered(EventReceiptJson receipt) {
    rejected.increment((double) receipt.rejectedCount());
    return ResponseEntity.status(receipt.isWhole() ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.write(receipt));
  }
}
