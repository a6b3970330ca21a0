package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.exc.MismatchedInputException;

class StrictJsonTests {

  private final StrictJson json = new StrictJson();

  @Test
  void aNameThatOccursTwiceIsToldSo() {
    byte[] body = bytes("{\"a\":1,\"a\":2}");

    assertThatThrownBy(() -> json.tree(body))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("a occurs twice at line 1");
  }

  @Test
  void whatElseTheMapperRefusesIsNotToldAsADuplicate() {
    byte[] body = bytes("{}");

    assertThatThrownBy(() ->
            json.read(
                body,
                parser -> {
                  throw MismatchedInputException.from(parser, Object.class, "something else");
                }))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("the body can't be read");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
