package io.tiffin.benchmark;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the server costs by itself: reads a JSON body and answers an empty object. */
@RestController
@Profile("benchmark")
class EmptyPostController {

  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

  @PostMapping(
      path = "/benchmark/empty",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> answer(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readAllBytes();
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(body.length == 0 ? new byte[0] : EMPTY);
  }
}
