package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.serving.FeatureWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Features of many entities, written in bulk as they stream in. */
@RestController
final class FeatureLoadController implements FeatureLoadApi {

  private final Catalogue catalogue;
  private final FeatureWriter writer;
  private final StrictJson json;
  private final WebProperties limits;
  private final Ticker ticker;
  private final Door door;

  FeatureLoadController(
      Catalogue catalogue,
      FeatureWriter writer,
      StrictJson json,
      WebProperties limits,
      Doors doors,
      Ticker ticker) {
    this.catalogue = catalogue;
    this.writer = writer;
    this.json = json;
    this.limits = limits;
    this.ticker = ticker;
    this.door = doors.loads();
  }

  @Override
  public ResponseEntity<byte[]> loadNdjson(HttpServletRequest request, String view)
      throws IOException {
    return load(view, lines(request), new NdjsonFacts(json));
  }

  @Override
  public ResponseEntity<byte[]> loadCsv(HttpServletRequest request, String view)
      throws IOException {
    FeatureView declared =
        catalogue
            .view(view)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.UNKNOWN_VIEW, "the catalogue has no view " + Printable.text(view)));
    Lines lines = lines(request);
    Lines.Line header = lines.next();
    byte[] bytes = header == null ? null : header.bytes();
    return load(view, lines, new CsvFacts(declared, bytes == null ? new byte[0] : bytes));
  }

  private Lines lines(HttpServletRequest request) throws IOException {
    return new Lines(RequestBody.stream(request), (int) limits.maxLine().toBytes());
  }

  private ResponseEntity<byte[]> load(String view, Lines lines, FactsFormat format)
      throws IOException {
    FeatureLoad load = new FeatureLoad(view, writer, this::deadline);
    door.enter(deadline());
    try {
      return loaded(load.load(lines, format));
    } finally {
      door.leave();
    }
  }

  private Deadline deadline() {
    return Deadline.in(limits.writeDeadline(), ticker);
  }

  private ResponseEntity<byte[]> loaded(LoadJson loaded) {
    return ResponseEntity.status(loaded.isWhole() ? HttpStatus.OK : HttpStatus.MULTI_STATUS)
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.write(loaded));
  }
}
