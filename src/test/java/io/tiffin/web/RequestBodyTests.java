package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class RequestBodyTests {

  private static final DataSize LIMIT = DataSize.ofBytes(1000);

  private final FakeTicker ticker = new FakeTicker();

  @Test
  void aBodyThatTricklesInIsGivenUpAtItsDeadline() {
    Trickle body = new Trickle(100);

    assertThatThrownBy(() -> RequestBody.read(request(body), LIMIT, in(Duration.ofSeconds(5))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            slow -> assertThat(slow.type()).isEqualTo(ProblemType.BODY_TOO_SLOW));
    assertThat(ticker.nanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void withTimeEnoughTheSameBodyIsReadWhole() throws IOException {
    Trickle body = new Trickle(100);

    assertThat(RequestBody.read(request(body), LIMIT, in(Duration.ofSeconds(101)))).hasSize(100);
  }

  @Test
  void aConnectionOnWhichNothingComesIsTooSlowToo() {
    Trickle body = new Trickle(-1);

    assertThatThrownBy(() -> RequestBody.read(request(body), LIMIT, in(Duration.ofSeconds(5))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            slow -> assertThat(slow.type()).isEqualTo(ProblemType.BODY_TOO_SLOW));
  }

  private Deadline in(Duration budget) {
    return Deadline.in(budget, ticker);
  }

  private static MockHttpServletRequest request(Trickle body) {
    return new MockHttpServletRequest("POST", "/v1/estimates/batch") {
      @Override
      public ServletInputStream getInputStream() {
        return body;
      }
    };
  }

  /** A byte a second; below 0 of them, silence. */
  private final class Trickle extends ServletInputStream {

    private int left;

    Trickle(int bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left < 0) {
        throw new SocketTimeoutException();
      }
      ticker.advance(Duration.ofSeconds(1));
      return left-- > 0 ? ' ' : -1;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int next = read();
      into[from] = (byte) next;
      return next < 0 ? -1 : 1;
    }

    @Override
    public boolean isFinished() {
      return left == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
