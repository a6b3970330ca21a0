package io.tiffin.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what the servlet container refused or a filter broke on, in place of a page for people.
 */
@Hidden
@RestController
final class ProblemErrorController implements ErrorController {

  private static final int NOT_FOUND = 404;

  private final ProblemAnswers answers;

  ProblemErrorController(ProblemAnswers answers) {
    this.answers = answers;
  }

  /** Asked for directly there is nothing here. */
  @RequestMapping("${spring.web.error.path:/error}")
  ResponseEntity<byte[]> error(HttpServletRequest request, HttpServletResponse response) {
    GuardedAnswers.guard(response);
    Object raised = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = raised instanceof Integer code ? code : NOT_FOUND;
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(answers.body(ProblemType.of(status), status));
  }
}
