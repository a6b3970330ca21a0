package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds bodies, in size and time, of endpoints that do not do so themselves. */
final class BoundedBodyFilter extends OncePerRequestFilter {

  private final WebProperties limits;
  private final ProblemAnswers answers;
  private final Ticker ticker;

  BoundedBodyFilter(WebProperties limits, ProblemAnswers answers, Ticker ticker) {
    this.limits = limits;
    this.answers = answers;
    this.ticker = ticker;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    byte[] body;
    try {
      body = RequestBody.read(request, limits.maxBody(), Deadline.in(limits.maxBodyTime(), ticker));
    } catch (ProblemException problem) {
      refuse(response, problem.type(), String.valueOf(problem.getMessage()));
      return;
    } catch (IOException _) {
      refuse(response, ProblemType.MALFORMED_REQUEST, "the body did not come whole");
      return;
    }
    chain.doFilter(new Read(request, body), response);
  }

  private void refuse(HttpServletResponse response, ProblemType type, String detail)
      throws IOException {
    byte[] told = answers.body(type, detail);
    response.setStatus(type.status().value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(told.length);
    response.getOutputStream().write(told);
  }

  /** A request whose body has been read. */
  private static final class Read extends HttpServletRequestWrapper {

    private final byte[] body;

    Read(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {

        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("the body is read by one thread");
        }
      };
    }
  }
}
